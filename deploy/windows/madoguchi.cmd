@echo off
if not defined KIOSK_CONFIG set KIOSK_CONFIG=%ProgramData%\Madoguchi\config
set PYTHONUTF8=1
"%~dp0python\python.exe" -m kiosk %*
