using System.Text;
using System.Text.Json;
using Holdfast.Http;
using Holdfast.Http.Fetching;
using Holdfast.Text;

namespace Holdfast.Tools.Web;

/// <summary><c>fetch_page</c>: reads a page of the web, or of what the operator allows besides.</summary>
/// <remarks>
/// It may be used without asking because it goes nowhere by itself: only to addresses that somebody has named (<see cref="NamedAddresses"/>). Where the operator
/// wants each call approved, people see the address, and any may be asked for.
/// </remarks>
public sealed class FetchPageTool(WebFetcher web) : IAgentTool
{
    /// <summary>What the model calls it.</summary>
    public const string ToolName = "fetch_page";

    /// <summary>The most bytes of a page that are read.</summary>
    internal const int MaxBytes = 2 * 1024 * 1024;

    /// <summary>The most characters that one call returns.</summary>
    internal const int MaxShown = 20_000;

    private const int MaxUrl = 4_000;
    private const int MaxTypeShown = 100;
    private const string Html = "text/html";

    private static readonly JsonElement Schema = JsonElement.Parse("""
        {
          "type": "object",
          "properties": {
            "url": { "type": "string", "description": "The address, as it was named: http:// or https://" },
            "start": { "type": "integer", "minimum": 0, "description": "From which character on, to go on with a long page. 0 when it is left out." }
          },
          "required": ["url"],
          "additionalProperties": false
        }
        """);

    /// <inheritdoc/>
    public string Name => ToolName;

    /// <inheritdoc/>
    public string Description =>
        "Reads a web page, or a text or JSON file on the web, and returns its text. Takes addresses that people wrote in this conversation, or that stood in what a tool returned, exactly as they stood there.";

    /// <inheritdoc/>
    public JsonElement Parameters => Schema;

    /// <inheritdoc/>
    public ToolPolicy DefaultPolicy => ToolPolicy.Auto;

    /// <inheritdoc/>
    public bool MayRunBesideOthers => true;

    /// <inheritdoc/>
    public ToolReview Review(JsonElement arguments)
    {
        var (problem, address, start) = Read(arguments);
        if (problem is not null)
            return new ToolReview.Refused(problem);
        return new ToolReview.Accepted(start == 0 ? $"Fetch {address!.AbsoluteUri}" : $"Fetch {address!.AbsoluteUri}, from character {start} on");
    }

    /// <inheritdoc/>
    public async ValueTask<ToolResult> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var (_, address, start) = Read(call.Arguments);
        if (address is null)
            throw new ArgumentException("The call was not reviewed.", nameof(call));
        if (call.ApprovedBy is null && !await NamedAddresses.IncludeAsync(address, call, cancellationToken))
            return Failed("nobody has named this address in the conversation. Only addresses that people wrote, or that a tool returned, are fetched, exactly as they stood there. Ask the user to write it.");
        try
        {
            var order = new FetchOrder(HttpPurpose.Page, MaxBytes) { TakesBeginning = true, Accept = "text/html, application/xhtml+xml, text/*;q=0.9, application/json;q=0.9, */*;q=0.5", WantsType = IsText };
            return Told(await web.GetAsync(address, order, cancellationToken), start);
        }
        catch (FetchException e)
        {
            return Failed(e.Message);
        }
    }

    private static (string? Problem, Uri? Address, int Start) Read(JsonElement arguments)
    {
        var read = new ToolArguments(arguments, "url", "start");
        var url = read.Text("url", MaxUrl);
        var start = read.Number("start", 0, int.MaxValue) ?? 0;
        if (read.Problem is not null || url is null)
            return (read.Problem ?? "\"url\" is missing.", null, 0);
        return Uri.TryCreate(url.Trim(), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? (null, address, start)
            : ("\"url\" must be an address that begins with http:// or https://.", null, 0);
    }

    private static ToolResult Failed(string why) => new($"Not fetched: {why}") { IsError = true };

    private static ToolResult Told(Fetched page, int start)
    {
        if (!page.IsSuccess)
            return Failed($"the host answered {(int)page.Status} ({page.Status}).");
        if (page.Body is not { } body)
            return new ToolResult($"{page.Address.AbsoluteUri} is no text but a file of the type {TypeOf(page)}{(page.Length is { } length ? $", {Quantities.Bytes(length)}" : "")}. What is in it cannot be read with this tool.");
        var raw = PageEncoding.Read(body.Span, page.Charset);
        var read = IsHtml(page.MediaType, raw) ? HtmlReader.Read(raw, page.Address) : new PageText(Title: null, raw);
        var text = CleanText.Of(read.Text);
        var from = Math.Min(start, text.Length);
        if (from > 0 && from < text.Length && char.IsLowSurrogate(text[from]))
            from--;
        var end = from + TextCut.End(text.AsSpan(from), MaxShown);
        var told = new StringBuilder();
        if (read.Title is { } title)
            told.Append("Title: ").Append(title).Append('\n');
        told.Append("Address: ").Append(page.Address.AbsoluteUri).Append('\n');
        told.Append("Type: ").Append(TypeOf(page)).Append('\n');
        told.Append("Characters: ").Append(from).Append(" to ").Append(end).Append(" of ").Append(text.Length);
        if (page.IsCut)
            told.Append(", which is the beginning only: the page is larger than ").Append(Quantities.Bytes(MaxBytes));
        if (end < text.Length)
            told.Append(". To go on, use start ").Append(end);
        return new ToolResult(told.Append("\n\n").Append(text.Length == 0 ? "(There are no words on it.)" : text[from..end]).ToString());
    }

    private static string TypeOf(Fetched page) => page.MediaType.Length == 0 ? "unknown" : VisibleText.Of(TextCut.Beginning(page.MediaType, MaxTypeShown));

    private static bool IsText(string type) =>
        type.Length == 0 || type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("+json", StringComparison.Ordinal) || type.EndsWith("+xml", StringComparison.Ordinal) && type != "image/svg+xml"
        || type is "application/json" or "application/xml" or "application/javascript" or "application/yaml" or "application/x-yaml" or "application/x-ndjson" or "application/toml";

    private static bool IsHtml(string type, string text) =>
        type is Html or "application/xhtml+xml" || type.Length == 0 && text.AsSpan().TrimStart().StartsWith("<", StringComparison.Ordinal);
}
