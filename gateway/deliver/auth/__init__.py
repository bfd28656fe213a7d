"""How a destination is logged in to: what goes into the Authorization header, and what to do when it is refused.

    login.py        one class for each way: nothing, a fixed value, tokens; `open_login` chooses
    tokens.py       one token for all threads: fetched once, again before it ends, again after a refusal
    grants.py       what is sent to a token endpoint: a client secret, or a signed assertion (SMART)
    endpoint.py     the token endpoint's answers, judged
    discovery.py    .well-known/smart-configuration
    keys.py         our signing keys in a JWKS file

Secrets stand in no exception, no reason, no `repr`: a token's text leaves `Token` in one place, the header.
"""
