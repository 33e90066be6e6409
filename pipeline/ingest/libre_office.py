"""LibreOffice as a converter of files of older programs, without a window, without macros, without the network.

It is called once for many files where that is possible: most of its time goes into starting.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psutil

from pipeline.errors import UnreadableFile, refusal

PROGRAMS: Final = ("soffice", "libreoffice")
PLACES: Final = (  # where its installers put it without telling the search path
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
SECONDS: Final = 90  # for the first file: starting takes one to ten
SECONDS_A_FILE: Final = 30  # for each further one
INSTALL: Final = "Cài LibreOffice (Writer và Calc; bản miễn phí tại libreoffice.org) rồi chạy lại với --retry."
SAVE_ANEW: Final = "Mở bằng Word hoặc LibreOffice rồi lưu lại thành tệp .docx."
SETTING: Final = '<item oor:path="{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
SETTINGS: Final = (  # no macro runs, no link or picture is fetched
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "2"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),
)
PROFILE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{}</oor:items>\n'
)

_ahead: dict[tuple[Path, str], Path] = {}  # files converted together, before each is read


def program() -> str | None:
    """Where LibreOffice is; None if it is not installed."""
    found = (shutil.which(name) for name in PROGRAMS)
    return next((path for path in (*found, *PLACES) if path and Path(path).is_file()), None)


@contextmanager
def converted(path: Path, suffix: str, to: str) -> Iterator[Path]:
    """A file of an older program in a format of today ("docx", "xlsx"), as long as the block lasts.

    suffix: what the file is, ".doc"; its own name may say anything. Raises UnreadableFile.
    """
    ready = _ahead.pop((path, to), None)
    if ready is not None:
        yield ready
        return
    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        made = _convert({path: suffix}, to, Path(folder))
        if path not in made:
            raise UnreadableFile(f"LibreOffice không mở được tệp {path}: tệp hỏng, có mật khẩu, hoặc rỗng.", SAVE_ANEW)
        yield made[path]


@contextmanager
def converted_ahead(files: Mapping[Path, str], to: str) -> Iterator[None]:
    """Converts several files in one go; `converted` then has them at hand. One that fails here is tried again alone."""
    if len(files) < 2 or program() is None:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        try:
            made = _convert(files, to, Path(folder))
        except UnreadableFile:  # one file may have stopped them all: each is then converted by itself, and says so itself
            made = {}
        _ahead.update({(path, to): result for path, result in made.items()})
        try:
            yield
        finally:
            for path in made:
                _ahead.pop((path, to), None)


def _convert(files: Mapping[Path, str], to: str, folder: Path) -> dict[Path, Path]:
    """The results by file, without those that LibreOffice could not open."""
    office = program()
    some = next(iter(files))
    if office is None:
        raise UnreadableFile(f"Tệp {some} cần LibreOffice để đọc, nhưng máy này chưa cài.", INSTALL)
    out = folder / "out"
    named: dict[Path, Path] = {}
    for number, (path, suffix) in enumerate(files.items()):
        named[path] = folder / f"{number}{suffix}"  # plain names: what stands in the file's own name never matters
        try:
            shutil.copyfile(path, named[path])
        except OSError as error:
            raise UnreadableFile(
                f"Không mở được tệp {path}: {refusal(error)}.", "Kiểm tra quyền đọc và đường dẫn."
            ) from error
    seconds = SECONDS + SECONDS_A_FILE * (len(files) - 1)
    command = [office, f"-env:UserInstallation={_profile().as_uri()}", "--headless", "--norestore", "--nolockcheck"]
    if not _run([*command, "--convert-to", to, "--outdir", str(out), *map(str, named.values())], seconds):
        raise UnreadableFile(f"LibreOffice chuyển tệp {some} quá {seconds} giây nên bị dừng.", SAVE_ANEW)
    made = {path: out / f"{source.stem}.{to}" for path, source in named.items()}
    return {path: result for path, result in made.items() if result.is_file()}


def _run(command: Sequence[str], seconds: int) -> bool:
    """Runs LibreOffice to its end; False if it was stopped by the clock, with all that it had started."""
    with subprocess.Popen(  # noqa: S603 the program is LibreOffice, the files have names of our own
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment()
    ) as process:
        try:
            process.wait(seconds)
        except BaseException as stopped:
            for each in (*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)):
                _kill(each)
            if isinstance(stopped, subprocess.TimeoutExpired):
                return False
            raise
    return True


def _kill(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.NoSuchProcess:  # it came to its end by itself
        return


def _environment() -> dict[str, str]:
    """What LibreOffice needs no display for; a dead proxy keeps it from the network whatever a file refers to."""
    nowhere = "http://127.0.0.1:9"
    return {**os.environ, "SAL_USE_VCLPLUGIN": "svp", "http_proxy": nowhere, "https_proxy": nowhere}


@functools.cache
def _profile_folder() -> tempfile.TemporaryDirectory[str]:
    folder = tempfile.TemporaryDirectory(prefix="kehoach-office-", ignore_cleanup_errors=True)
    user = Path(folder.name) / "user"
    user.mkdir()
    settings = "".join(SETTING.format(*setting) for setting in SETTINGS)
    (user / "registrymodifications.xcu").write_text(PROFILE.format(settings), encoding="utf-8")
    return folder


def _profile() -> Path:
    """The settings of this process alone: two LibreOffices on one profile wait for each other."""
    return Path(_profile_folder().name)


def version() -> str | None:
    """What LibreOffice calls itself; None if it is not installed or does not answer."""
    office = program()
    if office is None:
        return None
    try:
        answer = subprocess.run(  # noqa: S603 the program is LibreOffice
            [office, f"-env:UserInstallation={_profile().as_uri()}", "--version"],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
            env=_environment(),
            encoding="utf-8",
            errors="replace",
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    return answer.stdout.strip() or (None if sys.platform != "win32" else "LibreOffice")
