using System.ComponentModel.DataAnnotations;

namespace Holdfast.Assistant;

/// <summary>What is done where people chat with the app beside what they look at. Section <c>Assistant</c>.</summary>
public sealed class AssistantOptions
{
    /// <summary>Whether something to say is suggested to people who open a chat. Default: true.</summary>
    public bool SuggestPrompts { get; set; } = true;

    /// <summary>What is suggested, at most four. Default: three things that the agent can do wherever it is.</summary>
    [MaxLength(4, ErrorMessage = "Assistant:Prompts are at most four: Slack shows no more.")]
    public IList<string> Prompts { get; init; } = [];
}
