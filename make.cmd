@echo off
rem The words of the Makefile for Windows: make demo, make test, make check, make bench, make messages.
setlocal
cd /d "%~dp0"
set "PY=.venv\Scripts\python.exe"
if "%~1"=="" goto usage

if exist %PY% goto installed
set "BASE=py -3"
where py >nul 2>nul || set "BASE=python"
%BASE% -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>nul
if errorlevel 1 (
    echo lstbo needs Python 3.11 or newer. Install it from the Microsoft Store or from python.org, then try again. 1>&2
    exit /b 1
)
echo Preparing .venv, once; a minute or two ... 1>&2
%BASE% -m venv .venv || exit /b 1

:installed
fc /b constraints.txt .venv\constraints.ready >nul 2>nul
if errorlevel 1 goto install
fc /b pyproject.toml .venv\pyproject.ready >nul 2>nul
if errorlevel 1 goto install
goto ready

:install
%PY% -m pip --disable-pip-version-check --no-input -qq install --require-hashes -r constraints.txt || exit /b 1
%PY% -m pip --disable-pip-version-check --no-input -qq install --no-deps --no-build-isolation --editable . || exit /b 1
copy /y constraints.txt .venv\constraints.ready >nul
copy /y pyproject.toml .venv\pyproject.ready >nul

:ready
if "%~1"=="demo" goto demo
if "%~1"=="test" goto test
if "%~1"=="check" goto check
if "%~1"=="bench" goto bench
if "%~1"=="messages" goto messages

:usage
echo Usage: make demo ^| test ^| check ^| bench ^| messages 1>&2
exit /b 2

:demo
%PY% -m lstbo demo
exit /b %errorlevel%

:test
call :lint || exit /b 1
%PY% -m pytest -q -n 2
exit /b %errorlevel%

:check
call :lint || exit /b 1
%PY% -m pytest -q tests\architecture
exit /b %errorlevel%

:bench
%PY% benchmarks\run.py
exit /b %errorlevel%

:messages
%PY% -m babel.messages.frontend --quiet extract --mapping=lstbo/locale/babel.cfg --add-location=file --sort-by-file --omit-header --output-file=lstbo/locale/lstbo.pot lstbo || exit /b 1
%PY% -m babel.messages.frontend --quiet update --no-fuzzy-matching --ignore-pot-creation-date --domain=lstbo --locale=zh_CN --input-file=lstbo/locale/lstbo.pot --output-dir=lstbo/locale
exit /b %errorlevel%

:lint
%PY% -m ruff check --quiet . || exit /b 1
%PY% -m mypy --strict --no-error-summary lstbo
exit /b %errorlevel%
