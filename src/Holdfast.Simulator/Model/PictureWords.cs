using System.Text.Json;
using System.Text.RegularExpressions;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Model;

/// <summary>
/// Reads a line that asks for a picture as people say it: <c>draw a lighthouse at night</c>, <c>edit the picture: make it winter</c>. Which
/// tool that is, and what its arguments are called, is told from the tools that the model is offered.
/// </summary>
internal static partial class PictureWords
{
    private const string Polite = @"^(please\s+|(can|could|will|would)\s+you\s+(please\s+)?)?";
    private static readonly string[] Prompts = ["prompt", "instruction", "instructions", "description", "text"];

    /// <summary>The call that the line asks for; null when it is about something else, or there is no such tool.</summary>
    /// <param name="line">What the person said.</param>
    /// <param name="request">The tools that there are, and the conversation, in which files are named.</param>
    public static ModelToolCall? Read(string line, ModelRequest request)
    {
        if (Edit().Match(line) is { Success: true } edit) return Call(request, EditTool(), edit.Groups["what"].Value);
        return Draw().Match(line) is { Success: true } draw ? Call(request, DrawTool(), draw.Groups["what"].Value) : null;
    }

    private static ModelToolCall? Call(ModelRequest request, Regex name, string what)
    {
        if (request.Tools.FirstOrDefault(tool => name.IsMatch(tool.Name) && request.Offers(tool.Name)) is not { } tool) return null;
        using var schema = JsonDocument.Parse(tool.Parameters ?? "{}");
        var properties = schema.RootElement.Has("properties", out var known) ? known.EnumerateObject().ToList() : [];
        var prompt = Prompts.FirstOrDefault(one => properties.Any(property => property.Name == one)) ?? Prompts[0];
        var file = request.Messages.SelectMany(message => FileId().Matches(message.Text)).LastOrDefault()?.Value;
        var pictures = properties.Where(property => PictureArgument().IsMatch(property.Name) && file is not null);
        return new ModelToolCall(tool.Name, ToolArguments.Object(writer =>
        {
            writer.WriteString(prompt, what);
            foreach (var property in pictures)
            {
                if (property.Value.Text("type") == "string") writer.WriteString(property.Name, file);
                else if (property.Value.Text("type") == "array") ToolArguments.WriteList(writer, property.Name, [file!]);
            }
        }));
    }

    // draw [me] a lighthouse | make a picture of a lighthouse
    [GeneratedRegex(Polite + @"((draw|paint)\s+(me\s+)?|(make|create|generate)\s+(me\s+)?(a|an)\s+(picture|image)\s+of\s+)(?<what>\S.*)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Draw();

    // edit the picture: make it winter | change that image so that it is winter
    [GeneratedRegex(Polite + @"(edit|change|redraw)\s+(the|that|this|my)\s+(last\s+)?(picture|image|photo)s?(\s*[:,]|\s+so\s+that)?\s+(?<what>\S.*)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Edit();

    [GeneratedRegex(@"^(?!.*(edit|change|list|find|search|read|look)).*(image|picture|draw)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DrawTool();

    [GeneratedRegex(@"(edit|change).*(image|picture)|(image|picture).*(edit|change)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EditTool();

    [GeneratedRegex(@"^(images?|pictures?|files?)(_ids?)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PictureArgument();

    [GeneratedRegex(@"\bF[0-9A-Z]{8,12}\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileId();
}
