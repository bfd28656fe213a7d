"""HL7 v2 (v2.1 to v2.8, ER7): messages, their envelope, their documents, and answers."""
