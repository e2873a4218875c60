using System.Text.Json;
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
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>One that goes on after a restart may be about to call a tool of the source: without it the call fails, and the answer with it.</summary>
    public static readonly TimeSpan PatienceToGoOn = TimeSpan.FromSeconds(30);

    /// <summary>The most tools that a model is given; OpenAI refuses more.</summary>
    private const int MaxOffered = 128;

    /// <summary>The most characters of what sources say of theirs, with every question: some 40,000 tokens.</summary>
    private const int MaxCharacters = 160_000;

    private readonly IAgentTool[] _always = [.. tools];
    private readonly IToolSource[] _sources = [.. sources];

    /// <summary>The set that was put together last, and of which lists: most runs find the same ones.</summary>
    private volatile Composed? _last;

    /// <summary>Those that are always there.</summary>
    public ToolSet Always { get; } = new(tools, options.Value);

    /// <summary>What may need somebody's approval: names of tools that are always there, and beginnings of others.</summary>
    public IEnumerable<string> Asked => Always.Asked.Concat(
        _sources.Where(source => (options.Value.PolicyOf(source.Prefix) ?? source.DefaultPolicy) == ToolPolicy.Approve).Select(source => source.Prefix + ToolOptions.AnyEnd));

    /// <summary>The tools of a run.</summary>
    /// <param name="turn">For whom and where.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<ToolSet> GetAsync(AgentTurn turn, CancellationToken cancellationToken)
    {
        if (_sources.Length == 0)
            return Always;
        var found = await Task.WhenAll(_sources.Select(source => AskAsync(source, turn, cancellationToken)));
        if (_last is { } last && last.Lists.Zip(found).All(pair => ReferenceEquals(pair.First, pair.Second)))
            return last.Set;
        var set = new ToolSet([.. _always, .. Bounded(found)], options.Value);
        _last = new Composed(found, set);
        return set;
    }

    /// <summary>
    /// As many as a model is given, of each source in turns: providers refuse a request with more, whoever's tools those are, and then nobody is answered.
    /// </summary>
    private List<IAgentTool> Bounded(IReadOnlyList<IAgentTool>[] found)
    {
        var taken = Array.ConvertAll(found, _ => new List<IAgentTool>());
        var names = new HashSet<string>(StringComparer.Ordinal);
        var (room, characters) = (MaxOffered - Always.Offered.Count(), 0);
        var leftOut = new int[found.Length];
        for (var turn = 0; turn < found.Max(list => list.Count); turn++)
        {
            foreach (var (index, list) in found.Index().Where(list => turn < list.Item.Count))
            {
                var tool = list[turn];
                if (!IsFit(_sources[index], tool.Name ?? "", names))
                    continue;
                var isOff = (options.Value.PolicyOf(tool.Name!) ?? tool.DefaultPolicy) == ToolPolicy.Off;
                var length = isOff ? 0 : tool.Description.Length + (tool.Parameters.ValueKind == JsonValueKind.Undefined ? 0 : tool.Parameters.GetRawText().Length);
                if (!isOff && (room == 0 || characters + length > MaxCharacters))
                {
                    leftOut[index]++;
                    continue;
                }

                taken[index].Add(tool);
                characters += length;
                room -= isOff ? 0 : 1;
            }
        }

        foreach (var (index, count) in leftOut.Index().Where(count => count.Item > 0))
            LogTooMany(count, _sources[index].Prefix, MaxOffered, MaxCharacters);
        return [.. taken.SelectMany(tools => tools)];
    }

    private bool IsFit(IToolSource source, string name, HashSet<string> taken)
    {
        if (name.StartsWith(source.Prefix, StringComparison.Ordinal) && ToolName.IsValid(name) && !Always.Has(name) && taken.Add(name))
            return true;
        LogUnfit(source.Prefix, ToolName.IsValid(name) ? name : "(no name that a model can call)");
        return false;
    }

    private async Task<IReadOnlyList<IAgentTool>> AskAsync(IToolSource source, AgentTurn turn, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(turn.FinishedSteps.Count == 0 ? Patience : PatienceToGoOn, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            // One that ignores its cancellation is not waited for.
            return await source.GetToolsAsync(turn, either.Token).AsTask().WaitAsync(either.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogLeftOut(e, source.Prefix, turn.Run.ToString());
            return [];
        }
    }

    [LoggerMessage(2000, LogLevel.Error, "The source of {Prefix}* gave no tools; run {Run} continues without them")]
    private partial void LogLeftOut(Exception error, string prefix, string run);

    [LoggerMessage(2001, LogLevel.Warning, "The tool {Tool} of the source of {Prefix}* is left out: its name is taken, does not begin with the source's prefix, or is none")]
    private partial void LogUnfit(string prefix, string tool);

    [LoggerMessage(2002, LogLevel.Warning, "{Count} tools of the source of {Prefix}* are left out: a model is given at most {Most} tools, and {Characters} characters about those of sources. Switch off what is not needed (Tools:Policies)")]
    private partial void LogTooMany(int count, string prefix, int most, int characters);

    /// <summary>What was put together.</summary>
    /// <param name="Lists">What the sources gave, in their order.</param>
    /// <param name="Set">What came of it.</param>
    private sealed record Composed(IReadOnlyList<IAgentTool>[] Lists, ToolSet Set);
}
