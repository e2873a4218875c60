using System.Runtime.CompilerServices;
using Holdfast.Diagnostics;

namespace Holdfast.Hosting.Doctor;

/// <summary>Runs all checks side by side, each within its time, and tells of them in their order.</summary>
internal sealed class DoctorRound(IEnumerable<IDoctorCheck> checks, DoctorSettings settings, TimeProvider time)
{
    private readonly IReadOnlyList<IDoctorCheck> _checks = [.. checks];

    /// <summary>The names that the report is going to have.</summary>
    public IReadOnlyList<string> Names => [.. _checks.Select(check => check.Name)];

    public async IAsyncEnumerable<CheckReport> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // On other threads: one that blocks, on a network drive for instance, must not keep the others from starting.
        var running = _checks.Select(check => (check.Name, Result: Task.Run(() => ExamineAsync(check, cancellationToken), cancellationToken))).ToList();
        foreach (var (name, result) in running)
        {
            var (status, message, remedy) = await result;
            yield return new CheckReport(name, status, WithoutSecrets(message), remedy is null ? null : WithoutSecrets(remedy));
        }
    }

    private async Task<CheckResult> ExamineAsync(IDoctorCheck check, CancellationToken cancellationToken)
    {
        if (settings.Doubt(check.Needs) is { } doubt)
            return CheckResult.Skipped($"not checked, because {doubt} is wrong");
        try
        {
            return await ExamineWithinAsync(check.Limit, check, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return CheckResult.Failed($"the check failed: {e.GetType().Name}: {e.Message}", "report this as a defect of Holdfast");
        }
    }

    private async Task<CheckResult> ExamineWithinAsync(TimeSpan limit, IDoctorCheck check, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            return await Task.Run(() => check.RunAsync(either.Token), either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return CheckResult.Failed($"no result within {limit.TotalSeconds:0} s", "check the network, the proxy and the disk, then try again");
        }
    }

    /// <summary>No check says one; this is for what a library might quote in its message.</summary>
    private string WithoutSecrets(string text) =>
        settings.Secrets.Aggregate(text, (shown, secret) => shown.Replace(secret, "***", StringComparison.Ordinal));
}
