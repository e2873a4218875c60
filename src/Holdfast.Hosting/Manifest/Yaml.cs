using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Holdfast.Hosting.Manifest;

/// <summary>JSON as YAML, in the form that Slack shows manifests in.</summary>
internal static partial class Yaml
{
    /// <summary>Writes it.</summary>
    /// <param name="node">An object.</param>
    public static string Write(JsonObject node)
    {
        var text = new StringBuilder();
        Write(text, node, indent: "", first: "");
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonObject node, string indent, string first)
    {
        var lead = first;
        foreach (var (key, value) in node)
        {
            text.Append(lead.Length > 0 ? lead : indent).Append(key).Append(':');
            lead = "";
            switch (value)
            {
                case JsonObject inner:
                    text.Append('\n');
                    Write(text, inner, indent + "  ", first: "");
                    break;
                case JsonArray list:
                    text.Append('\n');
                    foreach (var item in list)
                        WriteItem(text, item!, indent + "  ");
                    break;
                default:
                    text.Append(' ').Append(Scalar(value!)).Append('\n');
                    break;
            }
        }
    }

    private static void WriteItem(StringBuilder text, JsonNode item, string indent)
    {
        if (item is JsonObject inner)
            Write(text, inner, indent + "  ", indent + "- ");
        else
            text.Append(indent).Append("- ").Append(Scalar(item)).Append('\n');
    }

    private static string Scalar(JsonNode value) =>
        value.GetValueKind() == System.Text.Json.JsonValueKind.String && Plain().IsMatch(value.GetValue<string>()) ? value.GetValue<string>() : value.ToJsonString();

    /// <summary>What YAML takes for a text without quotes: no colon with a blank, no number, no word that means something.</summary>
    [GeneratedRegex(@"^(?!(true|false|yes|no|on|off|null)$)[A-Za-z/](?:[A-Za-z0-9_./,-]|:(?! )| (?![#]))*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();
}
