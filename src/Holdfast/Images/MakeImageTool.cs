using System.Text.Json;
using Holdfast.Tools;

namespace Holdfast.Images;

/// <summary><c>make_image</c>: makes a picture and posts it in the conversation.</summary>
public sealed class MakeImageTool(PicturePosting posting) : IAgentTool
{
    /// <summary>The tool's name.</summary>
    public const string ToolName = "make_image";

    private static readonly JsonElement Schema = JsonElement.Parse("""
        {
          "type": "object",
          "properties": {
            "prompt": { "type": "string", "description": "What is to be seen, as fully as the picture is to be like that: things, style, colours, words on it. The image model knows nothing of the conversation." },
            "size": { "type": "string", "description": "Width x height where the user wants a shape: 1024x1024, 1536x1024 (landscape), 1024x1536 (portrait). Left out otherwise." }
          },
          "required": ["prompt"],
          "additionalProperties": false
        }
        """);

    /// <inheritdoc/>
    public string Name => ToolName;

    /// <inheritdoc/>
    public string Description => "Makes a picture (drawing, photo, logo, diagram) from a description, and posts it in this conversation. It takes up to some minutes. Only where the user asks for a picture.";

    /// <inheritdoc/>
    public JsonElement Parameters => Schema;

    /// <inheritdoc/>
    public ToolPolicy DefaultPolicy => ToolPolicy.Auto;

    /// <inheritdoc/>
    public ToolReview Review(JsonElement arguments) => Read(arguments) is var (order, problem) && problem is null
        ? new ToolReview.Accepted($"Make a picture{(order.Size is null ? "" : $" of {order.Size}")}: {order.Prompt}")
        : new ToolReview.Refused(problem!);

    /// <inheritdoc/>
    public async ValueTask<ToolResult> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var (order, problem) = Read(call.Arguments);
        if ((problem ?? posting.ProblemOf(call)) is { } wrong)
            return NotMade(wrong);
        try
        {
            return await posting.MakeAsync(call, order, source: null, cancellationToken);
        }
        catch (ImageException e)
        {
            return NotMade(e.Message);
        }
    }

    internal static ToolResult NotMade(string why) => new($"Not made: {why}") { IsError = true };

    internal static string? SizeOf(ToolArguments arguments)
    {
        const int MaxSize = 11;
        var size = arguments.Has("size") ? arguments.Text("size", MaxSize) : null;
        return size is null or "auto" ? null : size;
    }

    private static (ImageOrder Order, string? Problem) Read(JsonElement json)
    {
        var arguments = new ToolArguments(json, "prompt", "size");
        var order = new ImageOrder(arguments.Text("prompt", PicturePosting.MaxPrompt) ?? "") { Size = SizeOf(arguments) };
        return (order, arguments.Problem ?? (order.Prompt.Length == 0 ? "\"prompt\" is missing." : null));
    }
}
