using Holdfast.Commands;
using Holdfast.Interactions;
using Holdfast.Records;
using Holdfast.Storage;
using Holdfast.Text;

namespace Holdfast.Runs;

/// <summary><c>/holdfast runs</c>: the latest questions of this channel. Its members could read them anyway.</summary>
public sealed class RunsCommand(IRunReader runs, TimeProvider time) : ISubcommand
{
    private const int MaxListed = 15;

    /// <inheritdoc/>
    public string Name => "runs";

    /// <inheritdoc/>
    public string Help => "lists the latest questions in this channel";

    /// <inheritdoc/>
    public bool IsForOperators => false;

    /// <inheritdoc/>
    public async ValueTask<CommandReply> RunAsync(Interaction command, string arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.Place is not { } place)
            return "Please use this in a channel.";
        var now = time.GetUtcNow();
        var recent = await runs.GetRecentRunsAsync(place, MaxListed, cancellationToken);
        var lines = recent.Where(run => run.ExpiresAt is null || run.ExpiresAt > now).Select(Line).ToList();
        return lines.Count == 0 ? "No recent questions here." : $"*Latest questions here*\n{string.Join('\n', lines)}";
    }

    private static string Line(RunRecord run) =>
        $"• {SlackDate.Full(run.StartedAt)}: {Status(run)}, <@{run.User}>: {Names.Line(Names.Words(run.Question))}";

    private static string Status(RunRecord run) => run.Status switch
    {
        RunStatus.Running => "running",
        RunStatus.Waiting => "waiting for approval",
        RunStatus.TimedOut => "timed out",
        _ => run.Status.ToString().ToLowerInvariant(),
    };
}
