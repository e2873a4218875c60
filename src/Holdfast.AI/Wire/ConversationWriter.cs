using Microsoft.Extensions.AI;

namespace Holdfast.AI.Wire;

/// <summary>Writes the messages of a conversation, each as its role has it.</summary>
/// <param name="without">What the endpoint does not have.</param>
internal abstract class ConversationWriter(Features without)
{
    /// <summary>What stands for a picture before a model that sees none.</summary>
    private const string Unseen = "[There is a picture here, and you cannot see pictures. Say so if it matters.]";

    /// <summary>What the endpoint does not have.</summary>
    protected Features Without => without;

    /// <summary>Whether a picture was written.</summary>
    public bool HasPictures { get; private set; }

    /// <summary>Writes one.</summary>
    protected void Write(ChatMessage message)
    {
        if (message.Role == ChatRole.System)
        {
            WriteInstructions(message.Text);
        }
        else if (message.Role == ChatRole.User)
        {
            WriteQuestion([message]);
        }
        else if (message.Role == ChatRole.Assistant)
        {
            WriteAnswer(message);
        }
        else if (message.Role == ChatRole.Tool)
        {
            foreach (var result in message.Contents.OfType<FunctionResultContent>())
                WriteResult(result);
        }
        else
        {
            throw new NotSupportedException($"Messages of the role '{message.Role}' are not sent.");
        }
    }

    /// <summary>What people say and show, as one message of theirs.</summary>
    protected void WriteQuestion(IReadOnlyList<ChatMessage> messages)
    {
        if (without.HasFlag(Features.Pictures) || !messages.Any(message => message.Contents.Any(IsPicture)))
        {
            WriteText("user", string.Join("\n\n", messages.Select(WordsOf)));
            return;
        }

        HasPictures = true;
        WriteParts([.. messages.SelectMany(message => message.Contents).Where(content => content is TextContent { Text.Length: > 0 } || IsPicture(content))]);
    }

    /// <summary>What the model is told before anything else.</summary>
    protected virtual void WriteInstructions(string text) => WriteText("system", text);

    /// <summary>Words.</summary>
    protected abstract void WriteText(string role, string text);

    /// <summary>Words and pictures of people, in their order.</summary>
    protected abstract void WriteParts(IReadOnlyList<AIContent> parts);

    /// <summary>An answer of the model's.</summary>
    protected abstract void WriteAnswer(ChatMessage message);

    /// <summary>What came of a call.</summary>
    protected abstract void WriteResult(FunctionResultContent result);

    private static bool IsPicture(AIContent content) => content is DataContent data && data.HasTopLevelMediaType("image");

    private static string WordsOf(ChatMessage message) => message.Contents.Any(IsPicture)
        ? string.Concat(message.Contents.Select(content => IsPicture(content) ? Unseen : (content as TextContent)?.Text))
        : message.Text;
}
