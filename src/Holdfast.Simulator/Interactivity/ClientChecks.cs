using System.Globalization;
using System.Text.Json;
using Holdfast.Simulator.Blocks;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Interactivity;

/// <summary>What Slack's own client checks before it sends a submission; what fails here never reaches the app.</summary>
internal static class ClientChecks
{
    /// <summary>Checks every input of a view.</summary>
    /// <exception cref="ArgumentException">The client would not send it; the message names the block.</exception>
    public static void Check(JsonElement blocks, EnteredValues entered)
    {
        foreach (var at in BlockElements.In(blocks).Where(at => at.IsInput))
        {
            if (Problem(at, entered.Of(at)) is { } problem)
                throw new ArgumentException($"Slack's client would not send this: block '{at.BlockId}' {problem}.", nameof(entered));
        }
    }

    private static string? Problem(BlockElement at, ElementValue? value)
    {
        if (value is null or { IsEmpty: true })
        {
            var isOptional = at.Block.Has("optional", out var optional) && optional.ValueKind == JsonValueKind.True;
            return isOptional ? null : "must be filled in";
        }

        if (value.Typed is not { } text) return null;
        if (Limit(at.Element, "min_length") is { } least && text.Length < least) return $"needs {least} characters or more";
        if (Limit(at.Element, "max_length") is { } most && text.Length > most) return $"takes {most} characters at most";
        return at.Type switch
        {
            "email_text_input" when text.IndexOf('@') is not (> 0 and var position) || position == text.Length - 1 => "must be an email address",
            "url_text_input" when !Uri.TryCreate(text, UriKind.Absolute, out _) => "must be an address of the web",
            "number_input" => Number(at.Element, text),
            _ => null,
        };
    }

    private static string? Number(JsonElement element, string text)
    {
        if (!decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)) return "must be a number";
        var mayBeDecimal = element.Has("is_decimal_allowed", out var allowed) && allowed.ValueKind == JsonValueKind.True;
        if (!mayBeDecimal && number != decimal.Truncate(number)) return "must be a whole number";
        if (decimal.TryParse(element.Text("min_value"), CultureInfo.InvariantCulture, out var least) && number < least) return $"must be {least} or more";
        return decimal.TryParse(element.Text("max_value"), CultureInfo.InvariantCulture, out var most) && number > most ? $"must be {most} or less" : null;
    }

    private static int? Limit(JsonElement element, string name) =>
        element.Has(name, out var limit) && limit.TryGetInt32(out var length) ? length : null;
}
