@echo off
rem Only the system, administrators and the service may open the town's keys and records. `kiosk doctor` looks at it.
rem By number and not by name: S-1-5-18 the system, S-1-5-32-544 administrators (their names differ from language to language).
set TOWN=%ProgramData%\Madoguchi
icacls "%TOWN%" /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F
sc query madoguchi-counter >nul 2>&1 && icacls "%TOWN%" /grant "NT SERVICE\madoguchi-counter":(OI)(CI)M
sc query madoguchi-lobby >nul 2>&1 && icacls "%TOWN%" /grant "NT SERVICE\madoguchi-lobby":(OI)(CI)M
exit /b 0
