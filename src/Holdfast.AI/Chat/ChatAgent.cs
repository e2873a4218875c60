using System.Runtime.CompilerServices;
using Holdfast.AI.Models;
using Holdfast.AI.Prompts;
using Holdfast.Agents;
using Holdfast.Attachments;
using Holdfast.Images;
using Holdfast.Notifications.Alerts;
using Holdfast.Records;
using Holdfast.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.AI.Chat;

/// <summary>
/// Answers with a chat model, which is given the conversation so far and may use tools. Every call of the model and of a tool is
/// a step; a run that comes back is rebuilt from its steps, and only what is missing is done.
/// </summary>
internal sealed class ChatAgent(
    ModelCatalogue models, ToolBox box, IAttachmentReader attachments, ConversationPictures pictures, OperatorAlerts alerts, IOptions<AgentOptions> options, TimeProvider time, ILogger<ChatAgent> logger) : IAgent
{
    /// <summary>The most characters of a file of an earlier message: more would leave no room for what was said since.</summary>
    private const int EarlierFileCharacters = 60_000;

    /// <summary>Of tools that are always there the declarations are made once: with thousands of runs waiting for their model they were a good part of each.</summary>
    private readonly ConditionalWeakTable<ToolSet, AITool[]> _declared = [];

    private readonly Lazy<string> _instructions = new(() => SystemPrompt.Of(options.Value.Instructions));

    /// <summary>The newest of the texts that thousands of waiting runs have in common, each of which had one of its own.</summary>
    private volatile string _inPlace = "";

    /// <inheritdoc/>
    public string Name => models.DefaultName;

    /// <inheritdoc/>
    public async IAsyncEnumerable<AgentUpdate> RunAsync(AgentTurn turn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var finished = new FinishedWork(turn);
        var tools = await box.GetAsync(turn, cancellationToken);
        var offered = ForModel(tools);
        var recalled = await turn.Memory.RecallAsync(turn.Conversation, cancellationToken);
        var files = new RunFiles(attachments, pictures, turn);
        await foreach (var update in files.ReadAsync(recalled.Turns, cancellationToken))
            yield return update;
        var now = new List<ChatMessage> { QuestionOf(turn, files) };
        var parts = new PromptParts(InstructionsFor(turn), offered?.Tools, [.. recalled.Turns.Select(said => MessageOf(said, files))], now) { Summary = recalled.Summary is { } kept ? SummaryWording.ForModel(kept) : null };
        var earlier = new List<EarlierCall>();
        var asking = new ModelAsking(new ModelChoice(models.For(turn), finished), finished, alerts, turn.Settings, options.Value, time, logger);
        if (options.Value.Summarize && !finished.HasSummarized && finished.Answers.Count == 0 && asking.Model.Surplus(parts, recalled.IsFull) is > 0 and var surplus)
        {
            var summing = new Summing(asking.Model, turn.Memory, time);
            yield return summing.Begin(surplus);
            var (summary, end) = await summing.MakeAsync(recalled.Summary, [.. parts.History.Take(surplus)], cancellationToken);
            yield return end;
            if (summary is not null)
                parts = parts with { Summary = SummaryWording.ForModel(summary), History = [.. parts.History.Skip(surplus)] };
        }

        while (true)
        {
            if (!finished.Answers.TryDequeue(out var said))
            {
                await foreach (var update in asking.AskAsync(parts, offered, cancellationToken))
                    yield return update;
                said = (asking.Number, asking.Answer, asking.Model.Name);
            }

            if (said.Answer.Calls.Count == 0 && finished.Answers.Count == 0)
            {
                yield return new AgentUpdate.Answer(said.Answer.Text);
                yield break;
            }

            now.Add(said.Answer.ToMessage(said.Model));
            var calls = new AnswerCalls(said.Answer, said.Number, tools, turn, earlier, pictures, time, logger);
            await foreach (var update in calls.MakeAsync(finished, cancellationToken))
                yield return update;
            if (calls.Undecided.Count > 0)
            {
                yield return new AgentUpdate.ApprovalNeeded(calls.Undecided);
                yield break;
            }

            earlier.AddRange(calls.Made);
            if (calls.Results.Count > 0)
                now.Add(new ChatMessage(ChatRole.Tool, calls.Results));
            if (calls.Pictures is not { Count: > 0 } returned)
                continue;
            await foreach (var update in files.ReadAsync(returned, cancellationToken))
                yield return update;
            now.Add(ReturnedOf(returned, files));
        }
    }

    private ChatOptions? ForModel(ToolSet tools)
    {
        var offered = _declared.GetValue(tools, Declare);
        return offered.Length == 0 ? null : new ChatOptions { Tools = offered };
    }

    /// <summary>Declarations only, so that nothing between here and the provider can invoke a tool past the review.</summary>
    private static AITool[] Declare(ToolSet tools) =>
        [.. tools.Offered.Select(tool => AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, tool.Parameters))];

    private ChatMessage InstructionsFor(AgentTurn turn)
    {
        var instructions = turn.Place is { } place ? $"{_instructions.Value}\n\n{SpeakerWording.Place(place)}" : _instructions.Value;
        if (turn.Settings.Dates is { Length: > 0 } dates)
            instructions = $"{instructions}\n\n{SpeakerWording.Dates(dates)}";
        if (turn.Settings.LooksAt is { Length: > 0 } channel)
            instructions = $"{instructions}\n\n{SpeakerWording.Beside(channel)}";
        if (WishWording.Of(turn.Settings) is { } wishes)
            return new ChatMessage(ChatRole.System, $"{instructions}\n\n{wishes}");
        var shared = _inPlace;
        if (shared != instructions)
            _inPlace = shared = instructions;
        return new ChatMessage(ChatRole.System, shared);
    }

    private static ChatMessage MessageOf(Turn turn, RunFiles files) => turn.Role == Turn.Assistant
        ? new ChatMessage(ChatRole.Assistant, AttachmentWording.Of(turn.Content))
        : MessageOf(turn.Speaker, turn.Content, files, EarlierFileCharacters);

    /// <summary>The question, and with it what the agent has made before.</summary>
    private ChatMessage QuestionOf(AgentTurn turn, RunFiles files)
    {
        var question = MessageOf(turn.Speaker, turn.Content, files, attachments.Options.MaxCharacters);
        if (files.Made.Attachments.Count > 0)
        {
            question.Contents.Add(new TextContent($"\n\n{AttachmentWording.Made}"));
            foreach (var part in AttachmentWording.InsideOf(files.Made, files, EarlierFileCharacters))
                question.Contents.Add(part);
        }

        return question;
    }

    /// <summary>What tools have returned besides words: providers take it in a message alone.</summary>
    private static ChatMessage ReturnedOf(IReadOnlyList<Attachment> returned, RunFiles files)
    {
        var content = new MessageContent("") { Attachments = returned };
        return new ChatMessage(
            ChatRole.User,
            [new TextContent($"{AttachmentWording.Returned}\n{AttachmentWording.Of(content, files.Find)}"), .. AttachmentWording.InsideOf(content, files, EarlierFileCharacters)]);
    }

    private static ChatMessage MessageOf(Speaker? speaker, MessageContent content, RunFiles files, int mostCharacters)
    {
        var words = SpeakerWording.Of(speaker, AttachmentWording.Of(content, files.Find));
        AIContent[] inside = [.. AttachmentWording.InsideOf(content, files, mostCharacters)];
        return inside.Length == 0 ? new ChatMessage(ChatRole.User, words) : new ChatMessage(ChatRole.User, [new TextContent(words), .. inside]);
    }
}
