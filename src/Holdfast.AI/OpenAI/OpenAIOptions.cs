using System.ComponentModel.DataAnnotations;
using System.Net.Http.Headers;
using Holdfast.Configuration;

namespace Holdfast.AI.OpenAI;

/// <summary>How OpenAI, or any endpoint that speaks its protocol, is reached. Section <c>OpenAI</c>.</summary>
public sealed class OpenAIOptions
{
    /// <summary>Where Chat Completions is, behind the address.</summary>
    internal const string ChatCompletionsPath = "/chat/completions";

    /// <summary>The header in which Azure takes a key: the usual one it reads as a token of its own kind, and refuses a key in it.</summary>
    internal const string AzureHeader = "api-key";

    /// <summary>The key. Well-known variable: <c>OPENAI_API_KEY</c>. No default.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "OpenAI:ApiKey (OPENAI_API_KEY) is missing. Endpoints that need none take any text; a model of Anthropic's takes Anthropic:ApiKey (ANTHROPIC_API_KEY) in its place; Agent:Kind=Echo needs no model.")]
    [Secret]
    public string ApiKey { get; set; } = "";

    /// <summary>The endpoint. Well-known variable: <c>OPENAI_BASE_URL</c>. Default: <c>https://api.openai.com/v1</c>.</summary>
    [WebAddress]
    public Uri BaseUrl { get; set; } = new("https://api.openai.com/v1");

    /// <summary>
    /// Which protocol the endpoint is asked by. One that turns out not to have <see cref="OpenAIApi.Responses"/> is asked by Chat Completions for as long as the
    /// process lives. Default: <see cref="OpenAIApi.Responses"/> for OpenAI itself, <see cref="OpenAIApi.ChatCompletions"/> for every other address.
    /// </summary>
    [EnumDataType(typeof(OpenAIApi))]
    public OpenAIApi? Api { get; set; }

    /// <summary>Puts the key into a request to this endpoint.</summary>
    /// <param name="request">The request.</param>
    public void Authorize(HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);

        if (IsAzure)
            request.Headers.Add(AzureHeader, ApiKey);
        else
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ApiKey);
    }

    /// <summary>Whether that is OpenAI itself, in any of its regions, and no other endpoint that speaks its protocols.</summary>
    internal bool IsOpenAI => BaseUrl.Host.Equals("api.openai.com", StringComparison.OrdinalIgnoreCase) || BaseUrl.Host.EndsWith(".api.openai.com", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether that is Azure.</summary>
    internal bool IsAzure => BaseUrl.Host.EndsWith(".azure.com", StringComparison.OrdinalIgnoreCase);

    /// <summary>The protocol that it is asked by.</summary>
    internal OpenAIApi SpokenApi => Api ?? (IsOpenAI ? OpenAIApi.Responses : OpenAIApi.ChatCompletions);

    /// <summary>The address that all protocols are under: some providers print the one of a protocol. It may carry a query, such as Azure's version.</summary>
    internal Uri Root
    {
        get
        {
            var address = new UriBuilder(BaseUrl);
            var path = address.Path.TrimEnd('/');
            foreach (var resource in (string[])[ChatCompletionsPath, "/responses"])
                path = path.EndsWith(resource, StringComparison.OrdinalIgnoreCase) ? path[..^resource.Length] : path;
            address.Path = path;
            return address.Uri;
        }
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
}
