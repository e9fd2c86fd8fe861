"""邮件: one plain text to one address by the office's own mail server.

The conversation is held step by step, since only the step at which it broke tells whether the text was taken.
"""

from __future__ import annotations

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from luoshi.values.problem import Problem
from luoshi_web.config.environment import LOOPBACK
from luoshi_web.notices.answer import TAKEN, Answer, Fate, not_reached, refused, unknown

TIMEOUT_S = 15
PORTS = {"smtp": 25, "smtps": 465}


def send(
    server: str, sender: str, to: str, subject: str, text: str, mark: str, at: datetime
) -> Answer:
    """Hand a text to the mail server `smtp[s]://user:password@host:port`; `mark` makes the Message-ID."""
    parts = urlsplit(server)
    host = parts.hostname or ""
    message = compose(sender, to, subject, text, mark, at)
    talk = None
    try:
        talk = _connect(parts.scheme, host, parts.port or PORTS[parts.scheme])
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if user and not _safe(talk, parts.scheme, host):
            return Answer(Fate.REFUSED, Problem("N-017", facts={"host": host}))
        if user:
            talk.login(user, password)
        code = max(talk.mail(sender)[0], talk.rcpt(to)[0])
        return _judge(host, code) if code >= 400 else _hand_over(talk, host, message)
    except smtplib.SMTPAuthenticationError as fault:
        return _judge(host, fault.smtp_code)
    except (OSError, smtplib.SMTPException):
        return not_reached(host)  # no word of the text has been said yet
    finally:
        if talk is not None:
            talk.close()


def _hand_over(talk: smtplib.SMTP, host: str, message: EmailMessage) -> Answer:
    try:
        code, _words = talk.data(message.as_bytes(policy=SMTP))
    except smtplib.SMTPDataError as fault:
        code = fault.smtp_code
    except (OSError, smtplib.SMTPException):
        return unknown(host)
    return TAKEN if code < 400 else _judge(host, code)


def compose(sender: str, to: str, subject: str, text: str, mark: str, at: datetime) -> EmailMessage:
    """The message; marked as sent by a machine, so that no out-of-office answers come back."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{mark}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="base64")
    return message


def _connect(scheme: str, host: str, port: int) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=context)
    talk = smtplib.SMTP(host, port, timeout=TIMEOUT_S)
    talk.ehlo_or_helo_if_needed()
    if talk.has_extn("starttls"):
        talk.starttls(context=context)
        talk.ehlo()
    return talk


def _safe(talk: smtplib.SMTP, scheme: str, host: str) -> bool:
    """True when a password may be said: encrypted, or not leaving this machine."""
    return scheme == "smtps" or isinstance(talk.sock, ssl.SSLSocket) or host in LOOPBACK


def _judge(host: str, code: int) -> Answer:
    """4xx: not now (grey-listing, a full box). 5xx: no."""
    answer = refused(host, code)
    return answer if code >= 500 else Answer(Fate.LATER, answer.problem)
