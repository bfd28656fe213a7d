"""Results out of the gateway: bundles sent to FHIR servers until each is accepted or refused for good."""
