using Microsoft.Extensions.AI;

namespace Holdfast.AI.Wire;

/// <summary>Writes the messages of a conversation, each as its role has it.</summary>
internal abstract class ConversationWriter
{
    /// <summary>Writes one.</summary>
    protected void Write(ChatMessage message)
    {
        if (message.Role == ChatRole.System)
        {
            WriteInstructions(message.Text);
        }
        else if (message.Role == ChatRole.User)
        {
            WriteText("user", message.Text);
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

    /// <summary>What the model is told before anything else.</summary>
    protected virtual void WriteInstructions(string text) => WriteText("system", text);

    /// <summary>Words.</summary>
    protected abstract void WriteText(string role, string text);

    /// <summary>An answer of the model's.</summary>
    protected abstract void WriteAnswer(ChatMessage message);

    /// <summary>What came of a call.</summary>
    protected abstract void WriteResult(FunctionResultContent result);
}
