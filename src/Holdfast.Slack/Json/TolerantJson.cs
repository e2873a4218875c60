using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.Json;

/// <summary>Reading what came from outside, where a wrong shape is an answer and not an exception.</summary>
internal static class TolerantJson
{
    internal static T? TryRead<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> contract) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, contract);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static T? TryRead<T>(JsonElement json, JsonTypeInfo<T> contract) where T : class
    {
        try
        {
            return json.Deserialize(contract);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
