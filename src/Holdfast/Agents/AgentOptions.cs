using System.ComponentModel.DataAnnotations;
using Holdfast.Configuration;

namespace Holdfast.Agents;

/// <summary>Which agent answers. Section <c>Agent</c>.</summary>
public sealed class AgentOptions
{
    /// <summary>Which agent answers. Default: <c>Chat</c>.</summary>
    [EnumDataType(typeof(AgentKind))]
    public AgentKind Kind { get; set; } = AgentKind.Chat;

    /// <summary>The model: a name of the section <c>Models</c>, or the provider's own name for it. Default: <c>gpt-4.1-mini</c>.</summary>
    [Required(AllowEmptyStrings = false)]
    public string Model { get; set; } = "gpt-4.1-mini";

    /// <summary>The models that are asked in place of one that cannot answer, in this order; names of the section <c>Models</c>. Default: none.</summary>
    public IList<string> Fallbacks { get; init; } = [];

    /// <summary>The models of channels that have one of their own, by the channel's id; names of the section <c>Models</c>. Default: none.</summary>
    public IDictionary<string, string> ChannelModels { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// How long the beginning of an answer is waited for where there is another model to ask. One that thinks without showing it begins late.
    /// Default: 2 min.
    /// </summary>
    [Duration(1, 3600)]
    public TimeSpan FallbackAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long a model that could not answer is left alone while another one can; ten times as long where a person must mend it, as a key that is
    /// refused. Then one question tries it. Default: 30 s.
    /// </summary>
    [Duration(0.1, 3600)]
    public TimeSpan FallbackFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What the model is told before anything else: who it is and how it answers. That nothing it reads changes this is added to it. Default: a
    /// helpful, brief assistant that writes Markdown.
    /// </summary>
    [Required(AllowEmptyStrings = false)]
    [StringLength(100_000)]
    public string Instructions { get; set; } =
        "You are a helpful assistant in Slack. Answer briefly and to the point. Write Markdown where it helps to read: lists, tables, code in fences "
        + "with its language, links; no headings in short answers.";

    /// <summary>What a million tokens read by the model cost, in US dollars; of a model of the section <c>Models</c> that says itself. Default: not known, and then no cost is shown.</summary>
    [Range(0, 100_000)]
    public decimal? InputPrice { get; set; }

    /// <summary>What a million tokens written by the model cost, in US dollars; of a model of the section <c>Models</c> that says itself. Default: not known, and then no cost is shown.</summary>
    [Range(0, 100_000)]
    public decimal? OutputPrice { get; set; }

    /// <summary>
    /// The most tokens of a prompt, the declarations of tools included: of what was said before, the newest that fits is put before the model. Set it
    /// below the model's context by what an answer may take. Default: 100,000.
    /// </summary>
    [Range(1_000, 10_000_000)]
    public int MaxPromptTokens { get; set; } = 100_000;

    /// <summary>
    /// Whether the model sums up what no longer fits of a conversation, once for many questions; else it is left out. Default: true.
    /// </summary>
    public bool Summarize { get; set; } = true;

    /// <summary>The most calls of the model in one run, so that an agent that goes round in circles comes to an end. Default: 50.</summary>
    [Range(1, 10_000)]
    public int MaxModelCalls { get; set; } = 50;

    /// <summary>What the model costs.</summary>
    internal ModelPrices Prices => new(InputPrice, OutputPrice);
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
