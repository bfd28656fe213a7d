"""The login page: whole in itself, the same for every address, and the only page there is without a token."""

from __future__ import annotations

import hashlib
from base64 import b64encode

_STYLE = """
:root{color-scheme:light dark;--bg:#f4f6f8;--card:#fff;--ink:#1b2733;--soft:#5b6b7a;--line:#d5dde4;--go:#17607f}
@media(prefers-color-scheme:dark){:root{--bg:#12181e;--card:#1a222a;--ink:#e4ebf1;--soft:#9db0c0;--line:#33414d;
--go:#4aa3c7}}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--bg);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
form{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:2rem;width:min(26rem,86vw);
box-sizing:border-box}
h1{font-size:1.3rem;margin:0 0 1rem}p{color:var(--soft);font-size:.9rem;margin:.75rem 0 0}
label{display:block;font-weight:600;margin-bottom:.35rem}
input{width:100%;box-sizing:border-box;font:inherit;padding:.6rem .7rem;border:1px solid var(--line);
border-radius:8px;background:var(--bg);color:inherit}
button{margin-top:1rem;width:100%;font:inherit;font-weight:600;padding:.65rem;border:0;border-radius:8px;
background:var(--go);color:#fff;cursor:pointer}
"""

LOGIN_STYLE_SOURCE = f"'sha256-{b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'"
"""For the Content-Security-Policy: allows exactly the style above."""

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Sign in · Kartebridge</title><style>{style}</style></head>
<body><form method="post" action="/login"><h1>Kartebridge</h1>
<label for="token">Access token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
<button>Sign in</button>
<p>{note}</p>
</form></body></html>
"""

_ASK = (
    "The token was printed when the gateway first started. "
    "Lost it? Run <code>kartebridge token new</code> on the gateway's machine."
)
_WAIT = "Too many wrong tokens came from your address. Check the token; the right one still signs you in."


_WRONG = "That is not this gateway's token: a newer one may have replaced it. "


def login_page(status: int, *, wrong: bool = False) -> str:
    """The page; status 429 says that there were too many wrong tokens, `wrong` that this one was."""
    return _PAGE.format(style=_STYLE, note=_WAIT if status == 429 else (_WRONG if wrong else "") + _ASK)
