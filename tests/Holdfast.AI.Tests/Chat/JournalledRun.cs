using System.Text.Json;
using Holdfast.AI.Chat;
using Holdfast.AI.Models;
using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Holdfast.AI.Tests.Chat;

/// <summary>
/// A run of the agent under a journal: a step is durable when the next one begins or the run stops to wait, and what is approved
/// counts as used before it is done. It can be cut anywhere, which loses what is not durable, and goes on where it was.
/// </summary>
internal sealed class JournalledRun(IChatClient model, params IAgentTool[] tools)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private int _approvals;
    private ModelCatalogue? _models;

    public AgentOptions Options { get; } = new() { Model = "gpt-test", Instructions = "Be brief." };

    public List<(string Name, ModelOptions Options, IChatClient Client)> Others { get; } = [];

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What the steps led to.</summary>
    public List<NewItem> Appended { get; } = [];

    public IConversationMemory Memory { get; init; } = new Remembered();

    public string Content { get; set; } = "hi";

    public ToolOptions Policies { get; } = new();

    public List<IToolSource> Sources { get; } = [];

    public List<RunStep> Steps { get; } = [];

    public List<Approval> Approvals { get; } = [];

    /// <summary>The calls that were begun and must not be made twice.</summary>
    public HashSet<string> Begun { get; } = [];

    public List<AgentUpdate> Updates { get; } = [];

    public async Task<AgentUpdate> GoAsync(int? cutAfter = null, CancellationToken cancellationToken = default)
    {
        var box = new ToolBox(tools, Sources, Microsoft.Extensions.Options.Options.Create(Policies), TimeProvider.System, NullLogger<ToolBox>.Instance);
        _models ??= Chat.Models.Of(Options, Clock, model, [.. Others]);
        var agent = new ChatAgent(_models, box, new NoAttachments(), NoAttachments.Pictures, Chat.Models.Alerts(Clock), Microsoft.Extensions.Options.Options.Create(Options), Clock, NullLogger<ChatAgent>.Instance);
        var turn = new AgentTurn
        {
            Run = default,
            Conversation = new ConversationId(new TeamId("T1"), new ChannelId("C1"), null),
            User = "U1",
            Content = new MessageContent(Content),
            Memory = Memory,
            FinishedSteps = [.. Steps],
            Approvals = [.. Approvals],
            BegunCalls = Begun.ToHashSet(),
        };
        var open = new List<AgentUpdate.StepStarted>();
        var ended = new List<RunStep>();
        AgentUpdate? last = null;
        var taken = 0;
        await foreach (var update in agent.RunAsync(turn, cancellationToken))
        {
            Updates.Add(last = update);
            switch (update)
            {
                case AgentUpdate.StepStarted started:
                    Steps.AddRange(ended);
                    ended.Clear();
                    if (started.Approval is { } used)
                        Approvals[Approvals.FindIndex(approval => approval.Id == used)] = Approvals.Single(approval => approval.Id == used) with { UsedAt = Now };
                    if (started.BegunCall is { } call)
                        Begun.Add(call);
                    open.Add(started);
                    break;
                case AgentUpdate.StepFinished end:
                    Appended.AddRange(end.Effects.Append);
                    var begun = open.FindLast(step => step.Id == end.Id)!;
                    open.Remove(begun);
                    ended.Add(Step(Steps.Count + ended.Count + 1, begun, end));
                    break;
                case AgentUpdate.ApprovalNeeded or AgentUpdate.Answer:
                    Steps.AddRange(ended);
                    break;
                default:
                    break;
            }

            if (++taken == cutAfter)
                break;
        }

        return last ?? throw new InvalidOperationException("The agent said nothing.");
    }

    /// <summary>Another process: what the last one had learned of its models is gone.</summary>
    public void Restart() => _models = null;

    public JournalledRun Decide(string call, ApprovalStatus status, string? by = "U9")
    {
        Approvals.RemoveAll(approval => approval.CallId == call);
        Approvals.Add(new Approval
        {
            Id = new ItemId(new Guid(++_approvals, 0, 0, new byte[8])),
            Run = default, CallId = call, Conversation = "c", RequestedBy = "U1", Tool = "t", Shown = "s", Status = status, CreatedAt = Now, ExpiresAt = Now, DecidedBy = by, Card = default,
        });
        return this;
    }

    /// <summary>What a model was asked, as text.</summary>
    public static string Text(IEnumerable<ChatMessage> prompt) => string.Join('\n', prompt.SelectMany(message => message.Contents.Select(content => $"{message.Role}: " + content switch
    {
        FunctionCallContent call => $"call {call.CallId} {call.Name} {FunctionCalls.ArgumentsOf(call)}",
        FunctionResultContent result => $"result {result.CallId} {result.Result}",
        TextContent text => text.Text,
        _ => throw new NotSupportedException(content.GetType().Name),
    })));

    private static RunStep Step(int number, AgentUpdate.StepStarted started, AgentUpdate.StepFinished end) => new()
    {
        Run = default, Number = number, Kind = started.Kind, Name = started.Name, StartedAt = Now, Duration = TimeSpan.Zero,
        Input = started.Input, Output = end.Output, Error = end.Error, Resume = end.Resume,
    };
}
