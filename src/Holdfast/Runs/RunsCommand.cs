using Holdfast.Commands;
using Holdfast.Interactions;
using Holdfast.Records;
using Holdfast.Storage;
using Holdfast.Text;

namespace Holdfast.Runs;

/// <summary><c>/holdfast runs</c>: what was asked in this channel. Whoever is in it could read it anyway.</summary>
public sealed class RunsCommand(IRunReader runs, TimeProvider time) : ISubcommand
{
    private const int Most = 15;

    /// <inheritdoc/>
    public string Name => "runs";

    /// <inheritdoc/>
    public string Help => "lists what I was asked last in this channel";

    /// <inheritdoc/>
    public bool IsForOperators => false;

    /// <inheritdoc/>
    public async ValueTask<CommandReply> RunAsync(Interaction command, string arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.Place is not { } place)
            return "Please ask this in a channel.";
        var now = time.GetUtcNow();
        var recent = await runs.GetRecentRunsAsync(place, Most, cancellationToken);
        var lines = recent.Where(run => run.ExpiresAt is null || run.ExpiresAt > now).Select(Line).ToList();
        return lines.Count == 0 ? "No runs of this channel are kept." : $"*The last runs here*\n{string.Join('\n', lines)}";
    }

    private static string Line(RunRecord run) =>
        $"• {SlackDate.Full(run.StartedAt)}: {Status(run)}, <@{run.User}>: {Names.Line(run.Question)}";

    private static string Status(RunRecord run) => run.Status switch
    {
        RunStatus.Running => "at work",
        RunStatus.Waiting => "waits for an approval",
        RunStatus.TimedOut => "timed out",
        _ => run.Status.ToString().ToLowerInvariant(),
    };
}
