<#
.SYNOPSIS
Runs Holdfast from the start of the machine on, and has `holdfast health` look after it each minute.
.DESCRIPTION
Run it once, as an administrator. What the server is told stands in appsettings.json in the data folder; see docs/deploying.md.
To take it away again: Unregister-ScheduledTask -TaskName Holdfast, 'Holdfast watchdog'
#>
param(
    # Where holdfast.exe is, and these scripts.
    [string] $Program = $PSScriptRoot,
    # Where appsettings.json is and what the server keeps.
    [string] $Data = "$env:ProgramData\Holdfast",
    # Who runs it: an account that may use the network and needs no password.
    [string] $Account = 'NT AUTHORITY\LOCAL SERVICE'
)
$ErrorActionPreference = 'Stop'

# Tokens are in there: for the account, administrators and the system alone.
New-Item -ItemType Directory -Force -Path $Data | Out-Null
icacls $Data /inheritance:r /grant "${Account}:(OI)(CI)M" 'BUILTIN\Administrators:(OI)(CI)F' 'NT AUTHORITY\SYSTEM:(OI)(CI)F' | Out-Null
if ($LASTEXITCODE -ne 0) { throw "The rights of $Data could not be set." }

$limitless = New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([TimeSpan]::Zero) -MultipleInstances IgnoreNew -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
Register-ScheduledTask -Force -TaskName 'Holdfast' -Settings $limitless `
    -Description 'Holdfast, a Slack agent server' `
    -Principal (New-ScheduledTaskPrincipal -UserId $Account -LogonType ServiceAccount) `
    -Trigger (New-ScheduledTaskTrigger -AtStartup) `
    -Action (New-ScheduledTaskAction -Execute "$Program\holdfast.exe" -Argument 'run' -WorkingDirectory $Data) | Out-Null

# The system's account, since it starts and stops the other task.
$brief = New-ScheduledTaskSettingsSet -ExecutionTimeLimit (New-TimeSpan -Minutes 5) -MultipleInstances IgnoreNew -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
Register-ScheduledTask -Force -TaskName 'Holdfast watchdog' -Settings $brief `
    -Description 'Starts Holdfast again when it has ended, or answers no more' `
    -Principal (New-ScheduledTaskPrincipal -UserId 'NT AUTHORITY\SYSTEM' -LogonType ServiceAccount) `
    -Trigger (New-ScheduledTaskTrigger -Once -At (Get-Date).AddMinutes(2) -RepetitionInterval (New-TimeSpan -Minutes 1)) `
    -Action (New-ScheduledTaskAction -Execute 'powershell.exe' -WorkingDirectory $Data -Argument "-NoProfile -ExecutionPolicy Bypass -File `"$Program\Watch-Holdfast.ps1`"") | Out-Null

Start-ScheduledTask -TaskName 'Holdfast'
