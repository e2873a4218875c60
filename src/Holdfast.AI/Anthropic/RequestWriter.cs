using System.Runtime.CompilerServices;
using Anthropic.Models.Messages;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Anthropic;

/// <summary>Writes requests to one model, in the types of Anthropic's client.</summary>
/// <param name="model">The model's name.</param>
/// <param name="settings">How it is asked.</param>
internal sealed class RequestWriter(string model, AnthropicOptions settings)
{
    /// <summary>Tools that are always there are written once: with thousands of runs waiting for their model they were a good part of each.</summary>
    private readonly ConditionalWeakTable<IList<AITool>, IReadOnlyList<ToolUnion>> _tools = [];

    /// <summary>What every call of a run repeats is paid for once, and kept for five minutes from its last use: the tools, and the instructions behind them.</summary>
    public static CacheControlEphemeral Kept { get; } = new();

    /// <summary>A request.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="options">Tools and settings.</param>
    /// <param name="begun">What the model has written of its answer already, if it is to go on.</param>
    /// <param name="effort">How much it is to think; null where nothing is said of that.</param>
    public MessageCreateParams Write(IReadOnlyList<ChatMessage> messages, ChatOptions? options, IReadOnlyList<AnswerBlock> begun, ReasoningEffort? effort)
    {
        var conversation = new Conversation();
        foreach (var message in messages)
            conversation.Add(message);
        conversation.Add(begun);
        var tools = options?.Tools is { Count: > 0 } offered ? _tools.GetValue(offered, Declare) : null;
        return new MessageCreateParams
        {
            Model = options?.ModelId ?? model,
            MaxTokens = options?.MaxOutputTokens ?? settings.MaxOutputTokens,
            System = conversation.Instructions is { Count: > 0 } instructions ? new MessageCreateParamsSystem(instructions) : null,
            Messages = conversation.Messages,
            Tools = tools,
            ToolChoice = tools is null ? null : ChoiceOf(options!),
            Thinking = ThinkingFor(conversation),
            OutputConfig = effort is { } wanted ? new OutputConfig { Effort = EffortOf(wanted) } : null,
        };
    }

    private static IReadOnlyList<ToolUnion> Declare(IList<AITool> tools) =>
        [.. tools.Index().Select(tool => Declare(tool.Item, isLast: tool.Index == tools.Count - 1))];

    private static Tool Declare(AITool tool, bool isLast)
    {
        if (tool is not AIFunctionDeclaration function)
            throw new NotSupportedException($"Tools of the type {tool.GetType().Name} are not sent to Anthropic.");
        var declared = new Tool
        {
            Name = function.Name,
            Description = function.Description,
            InputSchema = new InputSchema(function.JsonSchema.EnumerateObject().ToDictionary(property => property.Name, property => property.Value)),
        };
        return isLast ? declared with { CacheControl = Kept } : declared;
    }

    private static Effort EffortOf(ReasoningEffort effort) => effort switch
    {
        ReasoningEffort.Low => Effort.Low,
        ReasoningEffort.Medium => Effort.Medium,
        _ => Effort.High,
    };

    private static ToolChoice? ChoiceOf(ChatOptions options)
    {
        var isOne = options.AllowMultipleToolCalls == false ? true : (bool?)null;
        return options.ToolMode switch
        {
            NoneChatToolMode => new ToolChoiceNone(),
            RequiredChatToolMode { RequiredFunctionName: { } name } => new ToolChoiceTool { Name = name, DisableParallelToolUse = isOne },
            RequiredChatToolMode => new ToolChoiceAny { DisableParallelToolUse = isOne },
            AutoChatToolMode => new ToolChoiceAuto { DisableParallelToolUse = isOne },
            _ => isOne is null ? null : new ToolChoice(new ToolChoiceAuto { DisableParallelToolUse = isOne }),
        };
    }

    private ThinkingConfigParam? ThinkingFor(Conversation conversation) => settings.Thinking switch
    {
        AnthropicThinking.Off => new ThinkingConfigDisabled(),
        AnthropicThinking.Adaptive => new ThinkingConfigAdaptive { Display = Display.Summarized },

        // Where the calls of this run were made without thinking, by another setting or another model, it is refused.
        AnthropicThinking.Budget when !conversation.LacksThinking => new ThinkingConfigEnabled { BudgetTokens = settings.ThinkingTokens, Display = ThinkingConfigEnabledDisplay.Summarized },
        _ => null,
    };
}
