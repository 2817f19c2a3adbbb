; The setup of the Windows desk: `make windows` fills build/windows/tree and runs makensis over this. /S installs silently.
Unicode true
Target amd64-unicode
Name "書かない窓口"
OutFile "${OUT}"
InstallDir "$PROGRAMFILES64\Madoguchi"
RequestExecutionLevel admin
SetCompressor zlib
ShowInstDetails show
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

Section
  SetShellVarContext all
  SetOutPath "$INSTDIR"
  ; What an older version had and this one has not must not stay.
  RMDir /r "$INSTDIR\lib"
  File /r "${TREE}\*.*"
  CreateDirectory "$APPDATA\Madoguchi\config"
  CreateDirectory "$APPDATA\Madoguchi\var"
  ; Everything below C:\ProgramData may be read by whoever signs in: keys must not.
  nsExec::ExecToLog '"$INSTDIR\protect.cmd"'
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKLM "Software\Microsoft\Windows\CurrentVersion\Uninstall\Madoguchi" "DisplayName" "書かない窓口"
  WriteRegStr HKLM "Software\Microsoft\Windows\CurrentVersion\Uninstall\Madoguchi" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "Software\Microsoft\Windows\CurrentVersion\Uninstall\Madoguchi" "UninstallString" '"$INSTDIR\uninstall.exe"'
SectionEnd

Section Uninstall
  SetShellVarContext all
  ; The town's keys and records stay in $APPDATA\Madoguchi.
  RMDir /r "$INSTDIR"
  DeleteRegKey HKLM "Software\Microsoft\Windows\CurrentVersion\Uninstall\Madoguchi"
SectionEnd
