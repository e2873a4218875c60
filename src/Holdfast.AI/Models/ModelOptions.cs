using System.ComponentModel.DataAnnotations;
using Holdfast.Configuration;

namespace Holdfast.AI.Models;

/// <summary>A model under a name of the operator's: <c>Models:fast:Model</c>. Section <c>Models</c>.</summary>
public sealed class ModelOptions
{
    /// <summary>Whose protocol it is asked by. Default: <c>OpenAI</c>.</summary>
    [EnumDataType(typeof(ModelProvider))]
    public ModelProvider Provider { get; set; } = ModelProvider.OpenAI;

    /// <summary>The model, in the provider's words. Default: the name that it stands under.</summary>
    [StringLength(300)]
    public string? Model { get; set; }

    /// <summary>Its key; needed with an address of its own, so that no key is sent elsewhere. Default: that of the provider's section.</summary>
    [Secret]
    public string? ApiKey { get; set; }

    /// <summary>The endpoint. Default: that of the provider's section.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>The most tokens of a prompt. Default: that of the section <c>Agent</c>.</summary>
    [Range(1_000, 10_000_000)]
    public int? MaxPromptTokens { get; set; }

    /// <summary>What a million tokens read by it cost, in US dollars. Default: not known, and then no cost is shown.</summary>
    [Range(0, 100_000)]
    public decimal? InputPrice { get; set; }

    /// <summary>What a million tokens written by it cost, in US dollars. Default: not known, and then no cost is shown.</summary>
    [Range(0, 100_000)]
    public decimal? OutputPrice { get; set; }

    /// <summary>Whether it can be told how much to think. Default: as it is known of its name; else false.</summary>
    public bool? Effort { get; set; }

    /// <summary>Whether it can be told how freely to write; not by Anthropic's protocol. Default: as it is known of its name; else false.</summary>
    public bool? Temperature { get; set; }

    /// <summary>Whether another model may answer when this one cannot; not where what people write must not go elsewhere. Default: true.</summary>
    public bool Replaceable { get; set; } = true;
}
