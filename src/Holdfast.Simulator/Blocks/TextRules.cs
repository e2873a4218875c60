using System.Text.Json;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Blocks;

/// <summary>Limits of text objects and of plain strings.</summary>
internal static class TextRules
{
    /// <summary>A text object under a name: <c>{"type":"plain_text","text":"…"}</c>.</summary>
    public static void CheckText(
        this Findings findings, JsonElement owner, string name, int most, string at, bool required = true, bool plain = false)
    {
        var pointer = $"{at}/{name}";
        if (!owner.Has(name, out var text) || text.ValueKind == JsonValueKind.Null)
        {
            if (required) findings.Missing(name, at);
            return;
        }

        findings.CheckText(text, most, pointer, plain);
    }

    public static void CheckText(this Findings findings, JsonElement text, int most, string pointer, bool plain)
    {
        if (text.ValueKind != JsonValueKind.Object)
        {
            findings.Add("must be an object", pointer);
            return;
        }

        var type = text.Text("type");
        if (type is not ("plain_text" or "mrkdwn")) findings.Add("must be plain_text or mrkdwn", pointer + "/type");
        if (plain && type == "mrkdwn") findings.Add("must be plain_text", pointer + "/type");
        findings.CheckString(text, "text", most, pointer);
    }

    public static void CheckString(this Findings findings, JsonElement owner, string name, int most, string at, bool required = true)
    {
        if (!owner.Has(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            if (required) findings.Missing(name, at);
            return;
        }

        var pointer = $"{at}/{name}";
        if (value.ValueKind != JsonValueKind.String)
        {
            findings.Add("must be a string", pointer);
            return;
        }

        var length = value.GetString()!.Length;
        if (required && length == 0) findings.Add("must be more than 0 characters", pointer);
        if (length > most) findings.Add($"must be less than {most + 1} characters", pointer);
    }

    /// <summary>The array under a name, checked for its size; empty when it is not there.</summary>
    public static JsonElement.ArrayEnumerator CheckArray(
        this Findings findings, JsonElement owner, string name, int most, string at, int least = 1)
    {
        if (!owner.Has(name, out var array) || array.ValueKind != JsonValueKind.Array)
        {
            findings.Missing(name, at);
            return default;
        }

        var count = array.GetArrayLength();
        if (count > most) findings.Add($"no more than {most} items allowed", $"{at}/{name}");
        if (count < least) findings.Add($"no fewer than {least} items allowed", $"{at}/{name}");
        return array.EnumerateArray();
    }
}
