using System.ComponentModel.DataAnnotations;
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

    /// <summary>Whether that is OpenAI itself, and no other endpoint that speaks its protocol.</summary>
    internal bool IsOpenAI => BaseUrl.Host.Equals("api.openai.com", StringComparison.OrdinalIgnoreCase);
}
