using System.ComponentModel.DataAnnotations;
using System.Net.Http.Headers;
using Holdfast.Configuration;

namespace Holdfast.AI.OpenAI;

/// <summary>How OpenAI, or any endpoint that speaks its protocol, is reached. Section <c>OpenAI</c>.</summary>
public sealed class OpenAIOptions
{
    /// <summary>The key. Well-known variable: <c>OPENAI_API_KEY</c>. No default.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "OpenAI:ApiKey (OPENAI_API_KEY) is missing. Endpoints that need none take any text; Agent:Kind=Echo needs no model.")]
    [Secret]
    public string ApiKey { get; set; } = "";

    /// <summary>The endpoint. Well-known variable: <c>OPENAI_BASE_URL</c>. Default: <c>https://api.openai.com/v1</c>.</summary>
    [WebAddress]
    public Uri BaseUrl { get; set; } = new("https://api.openai.com/v1");

    /// <summary>Puts the key into a request to this endpoint.</summary>
    /// <param name="request">The request.</param>
    public void Authorize(HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);

        // Azure reads the other header as a token of its own kind, and refuses a key in it.
        if (BaseUrl.Host.EndsWith(".azure.com", StringComparison.OrdinalIgnoreCase))
            request.Headers.Add("api-key", ApiKey);
        else
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ApiKey);
    }

    /// <summary>The same for a model that has a key or an address of its own.</summary>
    /// <param name="key">Its key; null for this one.</param>
    /// <param name="address">Its address; null for this one.</param>
    internal OpenAIOptions With(string? key, Uri? address)
    {
        var options = (OpenAIOptions)MemberwiseClone();
        (options.ApiKey, options.BaseUrl) = (key ?? ApiKey, address ?? BaseUrl);
        return options;
    }

    /// <summary>Whether that is OpenAI itself, and no other endpoint that speaks its protocol.</summary>
    internal bool IsOpenAI => BaseUrl.Host.Equals("api.openai.com", StringComparison.OrdinalIgnoreCase);
}
