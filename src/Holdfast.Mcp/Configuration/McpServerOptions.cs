using System.ComponentModel.DataAnnotations;
using Holdfast.Configuration;

namespace Holdfast.Mcp.Configuration;

/// <summary>An MCP server under a name of the operator's: <c>Mcp:Servers:github:Url</c>. Section <c>Mcp:Servers</c>.</summary>
public sealed class McpServerOptions : IValidatableObject
{
    /// <summary>The program that is the server, which is started and spoken with over its input and output; this or <see cref="Url"/>. No default.</summary>
    [StringLength(1_000)]
    public string? Command { get; set; }

    /// <summary>The program's arguments, which no shell reads. Default: none.</summary>
    public IList<string> Arguments { get; init; } = [];

    /// <summary>
    /// Variables that the program sees besides the usual ones; <c>${NAME}</c> in a value stands for a variable of Holdfast's own environment.
    /// Default: none.
    /// </summary>
    public IDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The folder that the program works in. Default: that of Holdfast.</summary>
    [StringLength(4_000)]
    public string? WorkingDirectory { get; set; }

    /// <summary>The address of a server behind HTTP (streamable HTTP); this or <see cref="Command"/>. No default.</summary>
    public Uri? Url { get; set; }

    /// <summary>Headers of every request; <c>${NAME}</c> in a value stands for a variable of Holdfast's own environment. Default: none.</summary>
    public IDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>What the names of its tools begin with, for the model and for policies. Default: the server's name and an underscore.</summary>
    [RegularExpression("[A-Za-z0-9_-]{1,40}", ErrorMessage = "Prefix must be 1 to 40 letters, digits, _ and -.")]
    public string? Prefix { get; set; }

    /// <summary>How long a call of one of its tools may take, whatever progress it tells of. Default: 1 min.</summary>
    [Duration(1, 3_600)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long it may take until it has told its tools, from its start on. Default: 30 s.</summary>
    [Duration(1, 600)]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The most bytes of one message of the server's, pictures included; a larger result is not read. Default: 4 MiB.</summary>
    [Range(65_536, 67_108_864)]
    public int MaxResultBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Its tools that are used, by the server's own names. Default: all, up to 128.</summary>
    public IList<string> Tools { get; init; } = [];

    /// <summary>
    /// Whether the server is believed what it says of its tools: one that it calls read-only is used without asking then, and one that it calls read-only or
    /// idempotent is called again after a crash. Default: <c>false</c>, and each call needs an approval unless <c>Tools:Policies</c> says otherwise.
    /// </summary>
    public bool TrustAnnotations { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var (hasCommand, hasUrl) = (!string.IsNullOrWhiteSpace(Command), Url is not null);
        if (hasCommand == hasUrl)
        {
            yield return Wrong(nameof(Command), hasUrl
                ? "and Url are both set: a server is a program or behind an address."
                : "or Url is missing: the program that is the server, or its address.");
            yield break;
        }

        if (hasUrl && Url is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            yield return Wrong(nameof(Url), "must begin with http:// or https://.");
        else if (Url is { UserInfo.Length: > 0 })
            yield return Wrong(nameof(Url), "must name no user and no password: write Headers:Authorization in their place.");
        if (hasUrl && Arguments.Count > 0)
            yield return Wrong(nameof(Arguments), "are a program's, and this server has a Url.");
        if (hasUrl && !string.IsNullOrEmpty(WorkingDirectory))
            yield return Wrong(nameof(WorkingDirectory), "is a program's, and this server has a Url.");
        if (!string.IsNullOrEmpty(WorkingDirectory) && !Directory.Exists(WorkingDirectory))
            yield return Wrong(nameof(WorkingDirectory), "must be a folder that exists and that the server may enter.");
    }

    private static ValidationResult Wrong(string member, string problem) => new($"{member} {problem}", [member]);
}
