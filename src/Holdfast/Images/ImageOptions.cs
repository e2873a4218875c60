using System.ComponentModel.DataAnnotations;
using Holdfast.Configuration;

namespace Holdfast.Images;

/// <summary>The model that makes pictures. Section <c>Images</c>.</summary>
public sealed class ImageOptions
{
    /// <summary>The model, in the provider's words, such as <c>gpt-image-1</c>. Default: none, and no tools that make pictures.</summary>
    [StringLength(300)]
    public string Model { get; set; } = "";

    /// <summary>Its key; needed with an address of its own, so that no key is sent elsewhere. Default: that of the section <c>OpenAI</c>.</summary>
    [Secret]
    public string? ApiKey { get; set; }

    /// <summary>Where OpenAI's images API is, or one that is alike, without <c>/images/generations</c>. Default: that of the section <c>OpenAI</c>.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>The size where the agent asks for none, such as <c>1024x1024</c>; empty: none is sent, and the provider decides. Default: empty.</summary>
    [RegularExpression("(auto|[0-9]{2,5}x[0-9]{2,5})?", ErrorMessage = "Images:Size is width x height, such as 1024x1024, or auto.")]
    public string Size { get; set; } = "";

    /// <summary>The quality, in the provider's words, such as <c>low</c>; empty: none is sent, and the provider decides. Default: empty.</summary>
    [StringLength(50)]
    public string Quality { get; set; } = "";

    /// <summary>The most pictures that one run asks for, those that come to nothing included. Default: 4.</summary>
    [Range(1, 100)]
    public int MaxPerRun { get; set; } = 4;

    /// <summary>How long one picture may take; no longer than <c>Runs:Timeout</c> allows in all. Default: 3 min.</summary>
    [Duration(1, 3600)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>What a picture costs, in US dollars. Default: not known; then it is reckoned by the tokens, where their prices are.</summary>
    [Range(0, 1_000)]
    public decimal? Price { get; set; }

    /// <summary>What a million tokens read by the model cost, in US dollars. Default: not known.</summary>
    [Range(0, 100_000)]
    public decimal? InputPrice { get; set; }

    /// <summary>What a million tokens of pictures cost, in US dollars. Default: not known.</summary>
    [Range(0, 100_000)]
    public decimal? OutputPrice { get; set; }
}
