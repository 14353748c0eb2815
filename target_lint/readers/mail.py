"""A draft that was pasted out of an e-mail: its head, its quotation marks, its courtesies and its signature are no target."""

from __future__ import annotations

import re

from target_lint.types import WrittenTarget

#: the courtesies of an e-mail, which are no target
_COURTESY = re.compile(
    r"(?:sorry (?:this|for|about|it)|(?:i )?hope (?:you|this)|as discussed|as promised|please find|let me know|hi|hello|hey|dear|good morning|morning all|thanks|thank you|many thanks|see you|speak soon|best wishes|kind regards|regards|cheers|sent from)\b",
    re.IGNORECASE,
)
_LONGEST_COURTESY = 20
#: two or more lines of a forwarded e-mail's head; who wrote what an answer quotes; what stands below the signature's dashes
_MAIL = re.compile(
    r"(?:^[> \t]*(?:from|sent|to|cc|bcc|date|subject|reply-to|importance|attachments?):[^\n]*(?:\n|\Z)){2,}"
    r"|^[> \t]*on [^\n]{5,120} wrote:[ \t]*$"
    r"|^-- ?\n(?:[^\n]*(?:\n|\Z)){0,12}\Z"
    r"|^[> \t]*-{2,}[ ]*(?:original|forwarded) message[ ]*-{2,}[^\n]*$"
    r"|^sent from my [^\n]{2,40}$",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED = re.compile(r"^(?:>[ ]?)+", re.MULTILINE)


def blanked(match: re.Match[str]) -> str:
    """Spaces in its place, so that offsets stay true."""
    return re.sub(r"[^\n]", " ", match[0])


def without_heads(text: str) -> str:
    """``text`` with heads, signature and quotation marks blanked, character for character."""
    return _QUOTED.sub(blanked, _MAIL.sub(blanked, text))


def is_courtesy(target: WrittenTarget) -> bool:
    """Whether this is a greeting, an excuse or a goodbye and nothing else."""
    text = target.fields[0].text
    return len(target.fields) == 1 and bool(_COURTESY.match(text)) and len(text.split()) <= _LONGEST_COURTESY
