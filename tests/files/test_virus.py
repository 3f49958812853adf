import socket
import struct
import threading

import pytest

from grants.files.virus import scan
from grants.rules.refusal import Refused

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LIMIT = 2_000_000


class Clamd:
    """The clamd side of INSTREAM on a real socket."""

    def __init__(self):
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.door.getsockname()[1]}"
        self.seen = []
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        while True:
            line, _ = self.door.accept()
            with line, line.makefile("rwb") as talk:
                command = talk.read(10)
                if command == b"zSHUTDOWN\0":
                    return
                assert command == b"zINSTREAM\0"
                talk.write(self.verdict(talk))

    def verdict(self, talk):
        content = b""
        while length := struct.unpack(">I", talk.read(4))[0]:
            content += talk.read(length)
            if len(content) > LIMIT:
                return b"INSTREAM size limit exceeded. ERROR\0"
        self.seen.append(content)
        return b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0"

    def close(self):
        host, port = self.address.split(":")
        with socket.create_connection((host, int(port))) as line:
            line.sendall(b"zSHUTDOWN\0")
        self.thread.join()
        self.door.close()


@pytest.fixture
def clamd():
    server = Clamd()
    yield server
    server.close()


def refusal_of(address, content):
    with pytest.raises(Refused) as refusal:
        scan(address, content, "proposal")
    assert refusal.value.field == "proposal"
    return str(refusal.value.reason)


def test_a_clean_file_passes_and_the_scanner_saw_all_of_it(clamd):
    content = bytes(range(256)) * 1000
    assert scan(clamd.address, content) is None
    assert clamd.seen == [content]


def test_a_known_virus_is_refused_by_name(clamd):
    assert refusal_of(clamd.address, b"%PDF-1.7 " + EICAR) == (
        "The virus scanner stopped this file (Eicar-Signature). Make a new PDF on a clean computer and upload that."
    )


def test_what_the_scanner_will_not_read_is_not_kept(clamd):
    assert "could not be checked" in refusal_of(clamd.address, bytes(LIMIT + 100_000))


def test_while_the_scanner_is_away_nothing_is_kept():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"127.0.0.1:{closed.getsockname()[1]}"
    assert "could not be checked" in refusal_of(address, b"x")


def test_without_a_scanner_there_is_nothing_to_ask():
    assert scan(None, EICAR) is None
    assert scan("", EICAR) is None
