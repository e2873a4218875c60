using System.Text.Json;
using Anthropic.Models.Messages;
using Holdfast.AI.Chat;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Anthropic;

/// <summary>
/// A conversation as Anthropic takes it: instructions apart from it, user and assistant in turn, beginning with the user, no message and no text in it
/// empty, and the results of calls right behind them.
/// </summary>
internal sealed class Conversation
{
    private const string Nothing = "(This message has no text.)";
    private const string Beginning = "(The conversation begins with your own message.)";

    private readonly List<(bool IsOwn, List<ContentBlockParam> Blocks)> _turns = [];
    private bool _hasCalls;
    private bool _hasThought;

    /// <summary>What the model is told before anything else; the last of it ends what is kept between calls.</summary>
    public List<TextBlockParam> Instructions { get; } = [];

    /// <summary>The messages.</summary>
    public IReadOnlyList<MessageParam> Messages => [.. _turns.Select(turn => turn.IsOwn ? (MessageParam)new AssistantMessageParam { Content = turn.Blocks } : new UserMessageParam { Content = turn.Blocks })];

    /// <summary>Whether the model has called tools since it was asked, and no thinking of it is there.</summary>
    public bool LacksThinking => _hasCalls && !_hasThought;

    /// <summary>Adds a message.</summary>
    public void Add(ChatMessage message)
    {
        if (message.Role == ChatRole.System)
        {
            Instruct(message.Text);
        }
        else if (message.Role == ChatRole.User)
        {
            (_hasCalls, _hasThought) = (false, false);
            Add(isOwn: false, QuestionOf(message));
        }
        else if (message.Role == ChatRole.Assistant)
        {
            var blocks = new AnswerWriter(message);
            _hasCalls |= blocks.HasCalls;
            _hasThought |= blocks.HasThought;
            Add(isOwn: true, blocks.Blocks);
        }
        else if (message.Role == ChatRole.Tool)
        {
            Add(isOwn: false, [.. message.Contents.OfType<FunctionResultContent>().Select(ResultOf)]);
        }
        else
        {
            throw new NotSupportedException($"Messages of the role '{message.Role}' are not sent to Anthropic.");
        }
    }

    /// <summary>Adds what the model has written of its answer already.</summary>
    public void Add(IReadOnlyList<AnswerBlock> begun) =>
        Add(isOwn: true, [.. begun.Where(block => block.IsWhole).Select(block => new ContentBlockParam(JsonSerializer.SerializeToElement(block.ToJson())))]);

    private void Instruct(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return;
        if (Instructions is [.., var last])
            Instructions[^1] = new TextBlockParam { Text = last.Text };
        Instructions.Add(new TextBlockParam { Text = text, CacheControl = RequestWriter.Kept });
    }

    private void Add(bool isOwn, List<ContentBlockParam> blocks)
    {
        if (blocks.Count == 0)
            return;
        if (_turns.Count == 0 && isOwn)
            _turns.Add((IsOwn: false, [TextOf(Beginning)]));
        if (_turns is [.., var last] && last.IsOwn == isOwn)
            last.Blocks.AddRange(blocks);
        else
            _turns.Add((isOwn, blocks));
    }

    private static List<ContentBlockParam> QuestionOf(ChatMessage message)
    {
        if (!message.Contents.Any(content => content is DataContent))
            return [TextOf(string.IsNullOrWhiteSpace(message.Text) ? Nothing : message.Text)];
        return [.. message.Contents.Select(PartOf).OfType<ContentBlockParam>()];
    }

    private static ContentBlockParam? PartOf(AIContent content) => content switch
    {
        DataContent picture => new ImageBlockParam(new ImageBlockParamSource(new Base64ImageSource { Data = picture.Base64Data.ToString(), MediaType = picture.MediaType })),
        TextContent text when !string.IsNullOrWhiteSpace(text.Text) => TextOf(text.Text),
        _ => null,
    };

    private static ContentBlockParam TextOf(string text) => new TextBlockParam { Text = text };

    private static ContentBlockParam ResultOf(FunctionResultContent result) =>
        new ToolResultBlockParam { ToolUseID = AnswerWriter.IdOf(result.CallId), Content = FunctionCalls.ResultOf(result) };
}
