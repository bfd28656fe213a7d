"""What a C-STORE status means for a delivery (PS3.4 B.2.3, PS3.7 annex C).

0000                              DELIVERED
0001 Bxxx                         DELIVERED: stored, with a warning that the console shows
0111 duplicate SOP instance       DELIVERED: our UIDs come from content, so this very report is there
Axxx but A9xx, 0110, 0213         RETRY: out of resources, processing failure
0124 not authorized, 0105         RETRY slowly: the site must let us store there
0122 SOP class not supported      DEAD
A9xx Cxxx, anything else          DEAD: refused for what it holds
none                              RETRY
"""

from __future__ import annotations

from gateway.deliver.answer import Answer, Result

_SUCCESS, _DUPLICATE, _CLASS_NOT_SUPPORTED = 0x0000, 0x0111, 0x0122
_TRY_AGAIN = {0x0110, 0x0213}
_SITE_MUST_ACT = {0x0105, 0x0124}


def judge(status: int | None, comment: str = "") -> Answer:
    """A status of a C-STORE response; `comment` is ErrorComment (0000,0902), for the console alone."""
    if status is None:
        reason = "the PACS broke the association without an answer; the same instance goes again"
        return Answer(Result.RETRY, reason, server_works=False)
    shown = f"{status:04X}"
    outcome = f"{shown} {comment}".strip()
    if status == _SUCCESS:
        return Answer(Result.DELIVERED)
    if status in (0x0001, _DUPLICATE) or status >> 12 == 0xB:
        return Answer(Result.DELIVERED, outcome=outcome)
    if status in _SITE_MUST_ACT:
        reason = (
            f"the PACS does not let us store ({shown}): have its administrator allow our AE title to store"
        )
        return Answer(Result.RETRY, reason, outcome, slow=True, server_works=False)
    if status in _TRY_AGAIN or (status >> 12 == 0xA and status >> 8 != 0xA9):
        reason = f"the PACS cannot store it now ({shown}): look at its disk and its log if this lasts"
        return Answer(Result.RETRY, reason, outcome, server_works=False)
    if status == _CLASS_NOT_SUPPORTED:
        return Answer(
            Result.DEAD,
            f"the PACS takes no Comprehensive SR ({shown}): have it enabled, then resend",
            outcome,
        )
    return Answer(
        Result.DEAD, f"the PACS refused the report ({shown}): read its words, correct, then resend", outcome
    )


def refused(result: int, source: int, reason: int) -> Answer:
    """An association that was rejected (A-ASSOCIATE-RJ, PS3.8 §9.3.4)."""
    names = {
        (1, 3): "it does not know our AE title: have calling_ae_title registered there",
        (1, 7): "it does not have that AE title: correct called_ae_title",
    }
    said = names.get((source, reason), f"result {result}, source {source}, reason {reason}")
    if result == 2:  # transient
        text = f"the PACS takes no association now ({said})"
        return Answer(Result.RETRY, text, server_works=False)
    return Answer(Result.RETRY, f"the PACS rejected the association: {said}", slow=True, server_works=False)
