using System.Runtime.CompilerServices;
using Holdfast.Agents;
using Holdfast.Images;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Holdfast.AI.Chat;

/// <summary>
/// The tool calls of one answer of the model. They are made one after another, as they stand there; those next to each other whose tools may run beside others
/// are under way at once. Each is a step of its own, and the results are in the model's order, whichever ended first.
/// </summary>
/// <param name="answer">What the model wants done.</param>
/// <param name="number">The number of the answer within the run.</param>
/// <param name="tools">The tools of the run.</param>
/// <param name="turn">The question.</param>
/// <param name="earlier">The calls of the answers before.</param>
/// <param name="remembered">Remembers the pictures that come with the results.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For tools that throw.</param>
internal sealed partial class AnswerCalls(
    ModelAnswer answer, int number, ToolSet tools, AgentTurn turn, IReadOnlyList<EarlierCall> earlier, ConversationPictures remembered, TimeProvider time, ILogger logger)
{
    /// <summary>The most calls that are under way at once.</summary>
    private const int MaxAtOnce = 4;

    private readonly string?[] _results = new string?[answer.Calls.Count];

    private readonly IReadOnlyList<Attachment>?[] _pictures = new IReadOnlyList<Attachment>?[answer.Calls.Count];

    /// <summary>The pictures that came with the results, in the model's order.</summary>
    public IReadOnlyList<Attachment> Pictures => [.. _pictures.SelectMany(pictures => pictures ?? [])];

    /// <summary>What people have to decide first.</summary>
    public List<ToolRequest> Undecided { get; } = [];

    /// <summary>What came of the calls, in the model's order, for the model.</summary>
    public IList<AIContent> Results => [.. Over().Select(over => new FunctionResultContent(over.Call.Id, over.Result))];

    /// <summary>The same for the calls that follow.</summary>
    public IEnumerable<EarlierCall> Made =>
        from over in Over()
        let arguments = FunctionCalls.Parse(over.Call.Arguments)
        where arguments is not null
        select new EarlierCall(over.Call.Name, arguments.Value, over.Result);

    /// <summary>Makes those that may be made and are not over.</summary>
    /// <param name="finished">What the run has done before.</param>
    /// <param name="cancellationToken">Fires when the run is stopped or runs out of time.</param>
    public async IAsyncEnumerable<AgentUpdate> MakeAsync(FinishedWork finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var together = new List<(int Index, CallVerdict.Run Run)>();
        for (var i = 0; i < answer.Calls.Count; i++)
        {
            var call = answer.Calls[i];
            var id = call.IdInRun(number);
            if (finished.ResultOf(id) is { } known)
            {
                (_results[i], _pictures[i]) = known;
                continue;
            }

            switch (i < ToolWording.MaxCalls ? CallVerdict.On(call, id, tools, turn, [.. earlier, .. Made]) : new CallVerdict.NotMade(ToolWording.TooMany, "too many calls"))
            {
                case CallVerdict.Ask ask:
                    Undecided.Add(ask.Request);
                    break;
                case CallVerdict.NotMade(var text, var error):
                    yield return Begin(call, run: null);
                    yield return await EndAsync(i, new AgentUpdate.StepFinished(text, error) { Resume = id });
                    break;
                case CallVerdict.Run { Approval: null, Grant: null, Tool.MayRunBesideOthers: true } run:
                    together.Add((i, run));
                    break;
                case CallVerdict.Run run:
                    // What may change something comes after all that was called before it.
                    await foreach (var update in AtOnceAsync(together, cancellationToken))
                        yield return update;
                    together.Clear();
                    if (run is { Grant: { } grant })
                    {
                        yield return new AgentUpdate.StepStarted(StepKinds.Approval, call.Name, run.Shown);
                        yield return new AgentUpdate.StepFinished(ToolWording.Granted(grant));
                    }

                    // It may make use of what those before it have returned.
                    run = run with { Call = run.Call with { Earlier = [.. earlier, .. Made] } };
                    var (begun, refused) = await BeginAsync(run, cancellationToken);
                    yield return Begin(call, run) with { Effects = begun };
                    yield return await EndAsync(i, refused ?? await MakeAsync(run, cancellationToken));
                    break;
                default:
                    throw new InvalidOperationException("A verdict that is none.");
            }
        }

        await foreach (var update in AtOnceAsync(together, cancellationToken))
            yield return update;
    }

    /// <summary>Has calls under way beside each other. All of them are over when it ends, however it does.</summary>
    private async IAsyncEnumerable<AgentUpdate> AtOnceAsync(List<(int Index, CallVerdict.Run Run)> together, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var underWay = new List<(int Index, Task<AgentUpdate.StepFinished> Call)>(MaxAtOnce);
        try
        {
            for (var next = 0; next < together.Count || underWay.Count > 0;)
            {
                if (next < together.Count && underWay.Count < MaxAtOnce)
                {
                    var (index, run) = together[next++];
                    yield return Begin(answer.Calls[index], run) with { Id = run.Call.Id };

                    // Away from here, or one that computes before it waits would hold up the others.
                    underWay.Add((index, Task.Run(() => MakeAsync(run, ending.Token).AsTask(), CancellationToken.None)));
                    continue;
                }

                // What was done is told before what a stop has ended.
                await Task.WhenAny(underWay.Select(one => one.Call));
                var over = underWay.Find(one => one.Call.IsCompletedSuccessfully) is { Call: not null } done ? done : underWay.Find(one => one.Call.IsCompleted);
                underWay.Remove(over);
                yield return await EndAsync(over.Index, await over.Call with { Id = answer.Calls[over.Index].IdInRun(number) });
            }
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(underWay.Select(one => (Task)one.Call)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static AgentUpdate.StepStarted Begin(ModelCall call, CallVerdict.Run? run) => new(StepKinds.Tool, call.Name, call.Arguments)
    {
        Approval = run?.Approval,
        BegunCall = run is { Approval: null, Tool.IsRepeatable: false } ? run.Call.Id : null,
    };

    /// <summary>
    /// One call after the other, also of those that ran beside each other: the pictures of the one before are written down by now. A stop does not end this:
    /// what was done is told.
    /// </summary>
    private async ValueTask<AgentUpdate.StepFinished> EndAsync(int index, AgentUpdate.StepFinished end)
    {
        var pictures = end.Resume is { } resume ? CallResume.Read(resume).Pictures : [];
        (_results[index], _pictures[index]) = (ToolWording.Result(end.Output), pictures);
        return pictures.Count == 0 ? end : end with { Effects = end.Effects.And(await remembered.AddAsync(turn, pictures, time.GetUtcNow(), CancellationToken.None)) };
    }

    private IEnumerable<(ModelCall Call, string Result)> Over() => answer.Calls.Zip(_results).Where(call => call.Second is not null).Select(call => (call.First, call.Second!));

    /// <summary>What a call begins that goes on without it; where it does not come to that, how the call ends.</summary>
    private async ValueTask<(Effects Begun, AgentUpdate.StepFinished? Refused)> BeginAsync(CallVerdict.Run run, CancellationToken cancellationToken)
    {
        if (run is not { IsBegun: false, Tool: IResumableTool tool })
            return (Effects.None, null);
        var begun = Effects.None;
        var refused = await GuardAsync(
            run,
            async () =>
            {
                (begun, var refusal) = await tool.BeginAsync(run.Call, cancellationToken);
                return refusal;
            },
            cancellationToken);
        return (begun, refused);
    }

    /// <summary>Makes a call; whatever comes of it, it is over then, and never made again.</summary>
    private async ValueTask<AgentUpdate.StepFinished> MakeAsync(CallVerdict.Run run, CancellationToken cancellationToken) =>
        (await GuardAsync(run, async () => await run.Tool.RunAsync(run.Call, cancellationToken), cancellationToken))!;

    /// <summary>How a call ends by what a tool does for it; null where it does not end by that.</summary>
    private async ValueTask<AgentUpdate.StepFinished?> GuardAsync(CallVerdict.Run run, Func<ValueTask<ToolResult?>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work() is { } result
                ? new AgentUpdate.StepFinished(result.Text, result.IsError ? "failed" : null) { Resume = CallResume.Of(run.Call.Id, result.Pictures), Effects = result.Effects, Usage = result.Usage }
                : null;
        }
        catch (LostLeaseException)
        {
            // Another may be at work on this run: there is nothing to tell the model.
            throw;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The message may quote what a file or a page said, or a secret: neither the model nor the log is given it.
            LogThrew(run.Tool.Name, run.Call.Turn.Run.ToString(), e.GetType().FullName, e.StackTrace);
            return new AgentUpdate.StepFinished(ToolWording.Threw(e), e.GetType().Name) { Resume = run.Call.Id };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever shape it takes, it is the stop that was asked for: the step is not over, and its end is not known.
            throw new OperationCanceledException("The run was stopped during a tool call.", e, cancellationToken);
        }
    }

    [LoggerMessage(731, LogLevel.Warning, "Tool {Tool} threw {Error} in run {Run}; the model gets the error\n{Stack}")]
    private partial void LogThrew(string tool, string run, string? error, string? stack);
}
