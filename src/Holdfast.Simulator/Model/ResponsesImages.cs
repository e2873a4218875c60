using System.Text.Json;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Model;

/// <summary>The pictures in the parts of a call of Responses: <c>input_image</c> in what people say, and in what tools return.</summary>
internal sealed class ResponsesImages(string model)
{
    private static readonly string[] OfPeople = ["input_text", "input_image", "input_file"];
    private static readonly string[] OfTheModel = ["output_text", "refusal"];
    private readonly ImageRules _rules = new();

    /// <summary>The pictures of a content; none when it is a text.</summary>
    /// <returns>Why the content is refused, or null.</returns>
    public ModelProblem? Read(JsonElement content, string role, string at, out List<ModelImage> images)
    {
        images = [];
        if (content.ValueKind != JsonValueKind.Array) return null;
        var allowed = role == "assistant" ? OfTheModel : OfPeople;
        var place = 0;
        foreach (var part in content.EnumerateArray())
        {
            var here = $"{at}[{place++}]";
            if (part.Text("type") is not { } type) return new ModelProblem($"Missing required parameter: '{here}.type'.", $"{here}.type", "missing_required_parameter");
            if (!allowed.Contains(type))
            {
                var known = string.Join(", ", allowed.Select(each => $"'{each}'"));
                return new ModelProblem($"Invalid value: '{type}'. Supported values are: {known}.", here, "invalid_value");
            }

            if (type != "input_image") continue;
            if (part.Text("file_id") is { } file) return new ModelProblem($"No file found with id '{file}'.", $"{here}.file_id", "image_file_not_found");
            if (ImageRules.CheckModel(model, $"{here}.type") is { } blind) return blind;
            if (_rules.Read(part.Text("image_url"), part.Text("detail"), $"{here}.image_url", out var image) is { } refused) return refused;
            images.Add(image!);
        }

        return null;
    }
}
