using Holdfast.Text;
using Microsoft.Extensions.Options;

namespace Holdfast.Runs;

/// <summary>Says that a run is at work when it takes its time, with a button to stop it.</summary>
/// <param name="options">After how long.</param>
/// <param name="time">The clock.</param>
public sealed class WorkingNotice(IOptions<RunOptions> options, TimeProvider time) : IRunObserver
{
    /// <inheritdoc/>
    public async ValueTask StartedAsync(WatchedRun run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.HasNotice)
            return;
        await Task.Delay(options.Value.NoticeAfter, time, cancellationToken);
        run.ShowNotice(Wording.AtWork, [Parts.Section(Wording.AtWork), .. RunButtons.WhileAtWork(run.Id)]);
    }
}
