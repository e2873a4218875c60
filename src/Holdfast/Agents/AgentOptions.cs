using System.ComponentModel.DataAnnotations;

namespace Holdfast.Agents;

/// <summary>Which agent answers. Section <c>Agent</c>.</summary>
public sealed class AgentOptions
{
    /// <summary>Which agent answers. Default: <c>Chat</c>.</summary>
    [EnumDataType(typeof(AgentKind))]
    public AgentKind Kind { get; set; } = AgentKind.Chat;

    /// <summary>The model, in the provider's words. Default: <c>gpt-4.1-mini</c>.</summary>
    [Required(AllowEmptyStrings = false)]
    public string Model { get; set; } = "gpt-4.1-mini";

    /// <summary>
    /// What the model is told before anything else: who it is and how it answers. That nothing it reads changes this is added to it. Default: a
    /// helpful, brief assistant that writes Markdown.
    /// </summary>
    [Required(AllowEmptyStrings = false)]
    [StringLength(100_000)]
    public string Instructions { get; set; } =
        "You are a helpful assistant in Slack. Answer briefly and to the point. Write Markdown where it helps to read: lists, tables, code in fences "
        + "with its language, links; no headings in short answers.";

    /// <summary>What a million tokens read by the model cost, in US dollars. Default: not known, and then no cost is shown.</summary>
    [Range(0, 100_000)]
    public decimal? InputPrice { get; set; }

    /// <summary>What a million tokens written by the model cost, in US dollars. Default: not known, and then no cost is shown.</summary>
    [Range(0, 100_000)]
    public decimal? OutputPrice { get; set; }

    /// <summary>
    /// The most tokens of a prompt, the declarations of tools included: of what was said before, the newest that fits is put before the model. Set it
    /// below the model's context by what an answer may take. Default: 100,000.
    /// </summary>
    [Range(1_000, 10_000_000)]
    public int MaxPromptTokens { get; set; } = 100_000;

    /// <summary>The most calls of the model in one run, so that an agent that goes round in circles comes to an end. Default: 50.</summary>
    [Range(1, 10_000)]
    public int MaxModelCalls { get; set; } = 50;
}

/// <summary>The agents to choose from.</summary>
public enum AgentKind
{
    /// <summary>A chat model.</summary>
    Chat = 1,

    /// <summary>Answers <c>echo &lt;text&gt;</c>; for smoke tests and measurements.</summary>
    Echo = 2,

    /// <summary>A program of the operator's own, asked over HTTP.</summary>
    External = 3,
}
