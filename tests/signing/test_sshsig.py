"""Signatures are those of the real `ssh-keygen`, in both directions, and nothing that is damaged passes."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from formulary.errors import EnvironmentFaultError, UsageFaultError
from formulary.signing import private, public, sshsig, trust
from formulary.signing.statement import MEANINGS, Statement
from formulary.signing.trust import TrustedKey
from formulary.signing.wire import MalformedError

if TYPE_CHECKING:
    from pathlib import Path

PASSPHRASE = "correct horse battery"  # noqa: S105 - of the keys that the tests make
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = private.public_of(KEY)
STATED = Statement("scar", 3, "ab" * 32, "approval", "Dr. Ana Núñez", "a.nunez", "2026-11-26T09:30:00Z")
ARMORED = sshsig.sign(STATED.payload, KEY, sshsig.STATEMENT)

keygen = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not installed")


def ssh_keygen(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the real program without a terminal to ask on."""
    command = [str(shutil.which("ssh-keygen")), *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=False, timeout=60)


class Pair(NamedTuple):
    """A key file made here, with its public half."""

    path: Path
    key: public.PublicKey


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    path = tmp_path_factory.mktemp("keys") / "key"
    return Pair(path, private.create(path, PASSPHRASE, "a.nunez"))


def test_a_key_file_is_for_its_owner_and_opens_by_its_passphrase_only(pair: Pair) -> None:
    assert pair.path.stat().st_mode & 0o777 == 0o600
    assert private.public_of(private.load(pair.path, PASSPHRASE)) == pair.key
    for wrong in ("", PASSPHRASE + " ", PASSPHRASE.upper()):
        with pytest.raises(UsageFaultError):
            private.load(pair.path, wrong)


def test_no_key_is_made_without_a_proper_passphrase_or_over_another(tmp_path: Path, pair: Pair) -> None:
    for short in ("", "short", " " * 20, "x" * (private.SHORTEST_PASSPHRASE - 1)):
        with pytest.raises(UsageFaultError, match="too short"):
            private.create(tmp_path / "key", short, "")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UsageFaultError, match="is there already"):
        private.create(pair.path, PASSPHRASE, "")


def test_a_key_that_others_can_read_signs_nothing(pair: Pair, tmp_path: Path) -> None:
    copy = tmp_path / "key"
    copy.write_bytes(pair.path.read_bytes())
    copy.chmod(0o640)
    with pytest.raises(EnvironmentFaultError, match="can be read by others"):
        private.load(copy, PASSPHRASE)


@keygen
def test_ssh_keygen_reads_our_key_and_prints_our_fingerprint(pair: Pair) -> None:
    shown = ssh_keygen("-l", "-f", f"{pair.path}.pub").stdout.decode().split()
    assert shown[:3] == ["256", pair.key.fingerprint, "a.nunez"]
    derived = ssh_keygen("-y", "-P", PASSPHRASE, "-f", str(pair.path)).stdout.decode()
    assert public.from_line(derived) == pair.key


def verified(
    payload: bytes, armored: str, trusted: TrustedKey, folder: Path, *, at: str = "", who: str = ""
) -> bool:
    """What the real program says of a signature."""
    (folder / "allowed").write_text(trust.allowed_signer(trusted), "utf-8")
    (folder / "it.sig").write_text(armored, "utf-8")
    options = ["-O", f"verify-time={re.sub('[-:T]', '', at)}"] if at else []
    named = ["-f", str(folder / "allowed"), "-I", who or trusted.account, "-s", str(folder / "it.sig")]
    done = ssh_keygen("-Y", "verify", *named, "-n", sshsig.STATEMENT, *options, given=payload)
    return done.returncode == 0


@keygen
def test_ssh_keygen_verifies_what_is_signed_here(pair: Pair, tmp_path: Path) -> None:
    armored = sshsig.sign(STATED.payload, private.load(pair.path, PASSPHRASE), sshsig.STATEMENT)
    trusted = TrustedKey("a.nunez", pair.key, "2026-01-01T00:00:00Z")
    assert verified(STATED.payload, armored, trusted, tmp_path)
    assert not verified(STATED.payload + b" ", armored, trusted, tmp_path)
    assert not verified(STATED.payload, armored, trusted, tmp_path, who="somebody.else")
    other = sshsig.sign(STATED.payload, private.load(pair.path, PASSPHRASE), sshsig.CHECKPOINT)
    assert not verified(STATED.payload, other, trusted, tmp_path)


@keygen
@pytest.mark.parametrize("hashed", ["sha256", "sha512"])
def test_what_ssh_keygen_signs_is_verified_here(hashed: str, tmp_path: Path) -> None:
    key = tmp_path / "key"
    assert ssh_keygen("-q", "-t", "ed25519", "-N", PASSPHRASE, "-f", str(key)).returncode == 0
    loaded = private.load(key, PASSPHRASE)
    assert ssh_keygen("-p", "-q", "-P", PASSPHRASE, "-N", "", "-f", str(key)).returncode == 0
    with pytest.raises(UsageFaultError, match="not protected by a passphrase"):
        private.load(key, PASSPHRASE)
    with pytest.raises(UsageFaultError, match="not protected by a passphrase"):
        private.load(key, "")
    signing = ["-Y", "sign", "-f", str(key), "-n", sshsig.STATEMENT, "-O", f"hashalg={hashed}"]
    armored = ssh_keygen(*signing, given=STATED.payload).stdout.decode()
    assert armored.startswith("-----BEGIN")
    assert sshsig.refusal(STATED.payload, armored, private.public_of(loaded), sshsig.STATEMENT) == ""
    if hashed == "sha512":
        assert armored == sshsig.sign(STATED.payload, loaded, sshsig.STATEMENT)


@keygen
@pytest.mark.parametrize(
    ("until", "revoked"), [("2026-11-26T09:30:00Z", ""), ("2027-01-01T00:00:00Z", "2026-11-26T09:30:00Z")]
)
def test_a_key_counts_to_the_second_as_ssh_keygen_counts_it(until: str, revoked: str, tmp_path: Path) -> None:
    trusted = TrustedKey("a.nunez", PUBLIC, "2026-11-01T00:00:00Z", until, revoked)
    times = {
        "2026-10-31T23:59:59Z": False,
        "2026-11-01T00:00:00Z": True,
        "2026-11-26T09:29:59Z": True,
        "2026-11-26T09:30:00Z": False,
        "2026-11-26T09:30:01Z": False,
    }
    for time, counts in times.items():
        stated = STATED._replace(time=time)
        armored = sshsig.sign(stated.payload, KEY, sshsig.STATEMENT)
        assert (trust.refusal(stated, armored, trusted) == "") is counts, time
        assert verified(stated.payload, armored, trusted, tmp_path, at=time) is counts, time


def test_a_key_signs_for_its_owner_only() -> None:
    trusted = TrustedKey("b.olsen", PUBLIC, "2026-01-01T00:00:00Z")
    assert "belongs to b.olsen" in trust.refusal(STATED, ARMORED, trusted)


@pytest.mark.parametrize("account", ["two words", "a,b", "*", "!a", 'a"b', "a\nb", "", "ana:b"])
def test_an_account_that_openssh_would_read_otherwise_is_no_principal(account: str) -> None:
    with pytest.raises(ValueError, match="allowed_signers"):
        trust.allowed_signer(TrustedKey(account, PUBLIC, "2026-01-01T00:00:00Z"))


@given(st.binary(max_size=200), st.binary(min_size=32, max_size=32))
def test_every_payload_verifies_with_its_key_and_with_no_other(payload: bytes, seed: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    armored = sshsig.sign(payload, key, sshsig.STATEMENT)
    own = private.public_of(key)
    assert sshsig.refusal(payload, armored, own, sshsig.STATEMENT) == ""
    assert sshsig.refusal(payload + b"\0", armored, own, sshsig.STATEMENT)
    assert sshsig.refusal(payload, armored, own, sshsig.CHECKPOINT)
    assert own == PUBLIC or sshsig.refusal(payload, armored, PUBLIC, sshsig.STATEMENT)


@given(st.data())
def test_no_changed_bit_of_a_signature_passes(data: st.DataObject) -> None:
    blob = bytearray(base64.b64decode("".join(ARMORED.splitlines()[1:-1])))
    at = data.draw(st.integers(0, len(blob) - 1))
    blob[at] ^= 1 << data.draw(st.integers(0, 7))
    lines = ARMORED.splitlines()
    changed = "\n".join([lines[0], base64.b64encode(blob).decode(), lines[-1], ""])
    assert sshsig.refusal(STATED.payload, changed, PUBLIC, sshsig.STATEMENT)


@given(st.integers(0, len(ARMORED) - 2))
def test_no_shortened_signature_passes(length: int) -> None:
    assert "damaged" in sshsig.refusal(STATED.payload, ARMORED[:length], PUBLIC, sshsig.STATEMENT)


@given(st.one_of(st.text(max_size=400), st.binary(max_size=400)))
def test_any_text_between_the_lines_is_refused_in_words(inner: str | bytes) -> None:
    body = inner if isinstance(inner, str) else base64.b64encode(inner).decode()
    framed = f"-----BEGIN SSH SIGNATURE-----\n{body}\n-----END SSH SIGNATURE-----\n"
    for text in (body, framed):
        assert "damaged" in sshsig.refusal(b"", text, PUBLIC, sshsig.STATEMENT)


def test_what_follows_a_signature_inside_its_lines_is_refused() -> None:
    lines = ARMORED.splitlines()
    blob = base64.b64decode("".join(lines[1:-1]))
    for more in (blob + b"\0", blob + blob, b"\0" + blob):
        text = "\n".join([lines[0], base64.b64encode(more).decode(), lines[-1]])
        assert sshsig.refusal(STATED.payload, text, PUBLIC, sshsig.STATEMENT)
    huge = ARMORED.replace("\n", "\n" + "A" * 5000, 1)
    with pytest.raises(MalformedError, match="longer than"):
        sshsig.opened(huge)


@pytest.mark.parametrize("kind", ["rsa", "ecdsa", "dss"])
def test_a_line_of_another_kind_of_key_is_refused(kind: str) -> None:
    with pytest.raises(UsageFaultError, match="not one public key in OpenSSH form"):
        public.from_line(f"ssh-{kind} AAAA comment")


@given(st.text(max_size=200))
def test_any_other_line_is_refused_as_a_public_key(text: str) -> None:
    for line in (text, f"ssh-ed25519 {text}", f"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5{text}"):
        with pytest.raises(UsageFaultError):
            public.from_line(line)


def test_a_public_key_is_read_back_from_its_line() -> None:
    assert public.from_line(f"{PUBLIC.line} somebody's key\n") == PUBLIC
    with pytest.raises(UsageFaultError, match="private key"):
        public.from_line("-----BEGIN OPENSSH PRIVATE KEY-----\n")


def test_the_signed_text_is_one_that_a_person_can_read() -> None:
    assert STATED.text == (
        "formulary statement 1\n"
        "formula: scar\n"
        "version: 3\n"
        f"sha256: {'ab' * 32}\n"
        "meaning: approval\n"
        "name: Dr. Ana Núñez\n"
        "account: a.nunez\n"
        "time: 2026-11-26T09:30:00Z\n"
    )


FIELDS = st.text(min_size=1, max_size=20)


@given(FIELDS, FIELDS, FIELDS, st.sampled_from(MEANINGS), st.integers(1, 99))
def test_no_two_statements_share_a_text(
    formula: str, name: str, account: str, meaning: str, number: int
) -> None:
    statement = Statement(formula, number, "ab" * 32, meaning, name, account, STATED.time)
    try:
        lines = statement.text.split("\n")
    except ValueError:
        return  # a field that would break out of its line is not signed at all
    fields = [line.partition(": ")[2] for line in lines[1:-1]]
    assert fields == [formula, str(number), "ab" * 32, meaning, name, account, STATED.time]


@pytest.mark.parametrize(
    "broken",
    [
        {"name": "A\nmeaning: approval"},
        {"name": ""},
        {"name": "A\u202eB"},
        {"account": " a"},
        {"meaning": "blessing"},
        {"time": "2026-11-26"},
        {"time": "2026-11-26T09:30:00Z\n"},
        {"version": 0},
    ],
)
def test_what_would_break_out_of_the_statement_is_not_signed(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="cannot stand in a signed statement"):
        _ = STATED._replace(**broken).text  # type: ignore[arg-type]
