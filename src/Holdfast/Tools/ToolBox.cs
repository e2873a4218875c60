using Holdfast.Agents;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Tools;

/// <summary>Puts the tools of a run together: those that are always there, and what sources have at that moment.</summary>
/// <param name="tools">Those that are always there.</param>
/// <param name="sources">Where others come from.</param>
/// <param name="options">The operator's policy.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For sources that fail.</param>
public sealed partial class ToolBox(
    IEnumerable<IAgentTool> tools, IEnumerable<IToolSource> sources, IOptions<ToolOptions> options, TimeProvider time, ILogger<ToolBox> logger)
{
    /// <summary>A run does not wait longer for a source: people wait for the run.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly IAgentTool[] _always = [.. tools];
    private readonly IToolSource[] _sources = [.. sources];

    /// <summary>Those that are always there.</summary>
    public ToolSet Always { get; } = new(tools, options.Value);

    /// <summary>The tools of a run.</summary>
    /// <param name="turn">For whom and where.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<ToolSet> GetAsync(AgentTurn turn, CancellationToken cancellationToken)
    {
        if (_sources.Length == 0)
            return Always;
        var found = await Task.WhenAll(_sources.Select(source => AskAsync(source, turn, cancellationToken)));
        var all = new List<IAgentTool>(_always);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (source, tool, name) in found.SelectMany(some => some))
        {
            if (IsFit(source, name, names))
                all.Add(tool);
        }

        return new ToolSet(all, options.Value);
    }

    private bool IsFit(IToolSource source, string name, HashSet<string> taken)
    {
        if (name.StartsWith(source.Prefix, StringComparison.Ordinal) && ToolName.IsValid(name) && !Always.Has(name) && taken.Add(name))
            return true;
        LogUnfit(source.GetType().Name, ToolName.IsValid(name) ? name : "(no name that a model can call)");
        return false;
    }

    private async Task<IReadOnlyList<(IToolSource Source, IAgentTool Tool, string Name)>> AskAsync(
        IToolSource source, AgentTurn turn, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            // One that ignores its cancellation is not waited for.
            var found = await source.GetToolsAsync(turn, either.Token).AsTask().WaitAsync(either.Token);
            return [.. found.Select(tool => (source, tool, tool.Name ?? ""))];
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogLeftOut(e, source.GetType().Name, turn.Run.ToString());
            return [];
        }
    }

    [LoggerMessage(2000, LogLevel.Error, "{Source} gave no tools; run {Run} continues without them")]
    private partial void LogLeftOut(Exception error, string source, string run);

    [LoggerMessage(2001, LogLevel.Warning, "The tool {Tool} of {Source} is left out: its name is taken, does not begin with the source's prefix, or is none")]
    private partial void LogUnfit(string source, string tool);
}
