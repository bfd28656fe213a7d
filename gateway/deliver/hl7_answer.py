"""What an HL7 v2 acknowledgement means for a delivery (HL7 v2.5.1 §2.9.2, §2.9.3; tables 0008, 0357).

    MSA-1    error code (ERR-3, ERR-1.4, MSA-6)             result
    AA CA    -                                              DELIVERED
    any E R  206 record locked, 207 internal error          RETRY: the receiver's own trouble
    any E R  another code                                   DEAD: the message is refused for what it holds
    AE CE    none                                           DEAD
    AR       none                                           RETRY: "unrelated to content: system down" (§2.9.2.2)
    CR       none                                           DEAD: MSH-9, -11 or -12 is not acceptable (§2.9.3)

An answer counts only with our MSH-10 in MSA-2; a refusal may leave it empty, since what cannot be parsed has none.
"""

from __future__ import annotations

from gateway.deliver.answer import Answer, Result
from mappers.hl7.errors import Hl7Error
from mappers.hl7.message import Hl7Message, Segment, read

MAX_OUTCOME_CHARS = 4096
_POSITIVE = ("AA", "CA")
_NEGATIVE = ("AE", "AR", "CE", "CR")
_MAY_HEAL = ("206", "207")
_REASONS = {
    "100": "segments in an order that it does not take",
    "101": "a required field is missing for it",
    "102": "a value has a type that it does not take",
    "103": "a code that it does not know",
    "200": "it does not take ORU^R01",
    "201": "it does not take the event R01",
    "202": "it does not take this processing id: correct processing_id",
    "203": "it does not take version 2.5.1",
    "204": "it does not know a key, often the patient: register the patient there",
    "205": "it has a record of this key already: look there whether it is this one",
}


def judge(answer: bytes, control_id: str) -> Answer:
    """A whole answer without MLLP framing, to the message with that MSH-10."""
    try:
        message = read(answer)
    except Hl7Error:
        return _unclear("answered with something that is no HL7 v2 message: is this an HL7 receiver?")
    msa = message.first("MSA")
    code = msa.get(1).upper() if msa else ""
    if msa is None or code not in (*_POSITIVE, *_NEGATIVE):
        return _unclear(
            "answered without an acknowledgement code (MSA-1): nobody confirmed that the results are kept"
        )
    echoed = msa.get(2)
    if echoed != control_id and (echoed or code in _POSITIVE):
        return _unclear(
            "the answer names another message (MSA-2 is not our MSH-10): nobody confirmed that the results are kept; "
            "have the receiver echo MSH-10 in MSA-2"
        )
    return Answer(Result.DELIVERED) if code in _POSITIVE else _refused(message, msa, code)


def _refused(message: Hl7Message, msa: Segment, code: str) -> Answer:
    err = message.first("ERR")
    error = _error_code(msa, err)
    words = [msa.get(3), *((err.get(8), err.get(7), err.get(3, 2)) if err else ())]
    outcome = "\n".join(dict.fromkeys(w for w in words if w))[:MAX_OUTCOME_CHARS]
    shown = f"{code} {error}".rstrip()
    if error in _MAY_HEAL or (not error and code == "AR"):
        reason = f"the receiver cannot take it now ({shown}); look at its log if this lasts"
        return Answer(Result.RETRY, reason, outcome, server_works=False)
    said = _REASONS.get(error, "read its words, correct, then resend")
    return Answer(
        Result.DEAD,
        f"the receiver refused the message ({shown}): {said}",
        outcome,
    )


def _error_code(msa: Segment, err: Segment | None) -> str:
    """Table 0357: ERR-3 since v2.5, the fourth component of ERR-1 before, MSA-6 in the oldest."""
    places = ((err, 3, 1), (err, 1, 4), (msa, 6, 1))
    found = (segment.get(field, component) for segment, field, component in places if segment)
    return next((code for code in found if len(code) == 3 and code.isdigit()), "")


def _unclear(reason: str) -> Answer:
    return Answer(Result.RETRY, reason, slow=True, server_works=False)
