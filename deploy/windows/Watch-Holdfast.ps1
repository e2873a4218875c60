<#
.SYNOPSIS
Starts Holdfast again when it has ended, or when nothing answers three times, ten seconds between them.
.DESCRIPTION
Run each minute, in the data folder, by the task that Register-Holdfast.ps1 makes. What health says is wrong is no reason to start again: a
Slack or a model that is away is waited for.
#>
param(
    [string] $Program = $PSScriptRoot,
    [string] $Task = 'Holdfast'
)

# A setting or a token is wrong, which starting again does not mend.
$Configuration = 78

if ((Get-ScheduledTask -TaskName $Task).State -ne 'Running') {
    if ((Get-ScheduledTaskInfo -TaskName $Task).LastTaskResult -ne $Configuration) { Start-ScheduledTask -TaskName $Task }
    return
}

foreach ($attempt in 1..3) {
    $health = & "$Program\holdfast.exe" health --json | ConvertFrom-Json
    if (-not $health -or $health.text -notlike 'no server answers*') { return }
    Start-Sleep -Seconds 10
}

# It keeps what it has taken on: an end without warning costs nothing but the time.
Stop-ScheduledTask -TaskName $Task
Start-ScheduledTask -TaskName $Task
