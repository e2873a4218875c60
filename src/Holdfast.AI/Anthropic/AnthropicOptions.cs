using System.ComponentModel.DataAnnotations;
using System.Net.Http.Headers;
using Holdfast.Configuration;

namespace Holdfast.AI.Anthropic;

/// <summary>How Anthropic, or an endpoint that speaks its Messages protocol, is reached. Section <c>Anthropic</c>.</summary>
public sealed class AnthropicOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Anthropic";

    /// <summary>The protocol's version that Anthropic's client speaks too (https://docs.anthropic.com/en/api/versioning).</summary>
    private const string ProtocolVersion = "2026-10-21";

    private const string VersionHeader = "anthropic-version";
    private const string KeyHeader = "x-api-key";

    /// <summary>The key. Well-known variable: <c>ANTHROPIC_API_KEY</c>. With it, models whose names begin with <c>claude</c> are Anthropic's. No default.</summary>
    [Secret]
    public string ApiKey { get; set; } = "";

    /// <summary>The endpoint, with or without <c>/v1</c> at its end. Well-known variable: <c>ANTHROPIC_BASE_URL</c>. Default: <c>https://api.anthropic.com</c>.</summary>
    [WebAddress]
    public Uri BaseUrl { get; set; } = new("https://api.anthropic.com");

    /// <summary>The most tokens that one call may write, thinking included: Anthropic wants to be told. Default: 16,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxOutputTokens { get; set; } = 16_000;

    /// <summary>Whether the model thinks before it answers. Default: <c>Unset</c>, as the model does it by itself.</summary>
    [EnumDataType(typeof(AnthropicThinking))]
    public AnthropicThinking Thinking { get; set; } = AnthropicThinking.Unset;

    /// <summary>With <see cref="AnthropicThinking.Budget"/>, the most tokens of thinking in one call. Default: 8,000.</summary>
    [Range(1_024, 1_000_000)]
    public int ThinkingTokens { get; set; } = 8_000;

    /// <summary>The endpoint without the path that all of the protocol's addresses begin with.</summary>
    internal string Root
    {
        get
        {
            var root = BaseUrl.GetLeftPart(UriPartial.Path).TrimEnd('/');
            foreach (var end in (string[])["/messages", "/v1"])
                root = root.EndsWith(end, StringComparison.OrdinalIgnoreCase) ? root[..^end.Length] : root;
            return root;
        }
    }

    /// <summary>The same for a model that has a key or an address of its own.</summary>
    /// <param name="key">Its key; null for this one.</param>
    /// <param name="address">Its address; null for this one.</param>
    internal AnthropicOptions With(string? key, Uri? address)
    {
        var options = (AnthropicOptions)MemberwiseClone();
        (options.ApiKey, options.BaseUrl) = (key ?? ApiKey, address ?? BaseUrl);
        return options;
    }

    /// <summary>Where something of the protocol is.</summary>
    /// <param name="resource">What, such as <c>models</c>.</param>
    public Uri AddressOf(string resource) => new($"{Root}/v1/{resource}");

    /// <summary>Puts the key into a request to this endpoint.</summary>
    /// <param name="request">The request.</param>
    public void Authorize(HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ApiKey);
        if (!request.Headers.Contains(VersionHeader))
            request.Headers.Add(VersionHeader, ProtocolVersion);

        // Where others speak the protocol, many look for the key in its older place alone.
        request.Headers.Remove(KeyHeader);
        if (!BaseUrl.Host.EndsWith(".anthropic.com", StringComparison.OrdinalIgnoreCase))
            request.Headers.Add(KeyHeader, ApiKey);
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Thinking == AnthropicThinking.Budget && ThinkingTokens >= MaxOutputTokens)
        {
            yield return new ValidationResult(
                $"Anthropic:ThinkingTokens ({ThinkingTokens}) must be less than Anthropic:MaxOutputTokens ({MaxOutputTokens}): thinking is a part of what a call writes.",
                [nameof(ThinkingTokens)]);
        }
    }
}
