using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Slack;

namespace Holdfast.Interactions;

/// <summary>Addressees in JSON that we keep.</summary>
internal sealed class AddresseeConverter : JsonConverter<Addressee>
{
    public override Addressee Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var kept = JsonSerializer.Deserialize(ref reader, AddresseeJson.Default.KeptAddressee) ?? throw new JsonException("Not an addressee.");
        return new Addressee(
            new TeamId(kept.Team), new UserId(kept.User), kept.Channel is { } channel ? new ChannelId(channel) : null, kept.Thread is { } thread ? new SlackTs(thread) : null)
        {
            // In a dead letter only the place is left.
            ResponseUrl = kept.ResponseUrl is { IsAbsoluteUri: true } address ? address : null,
        };
    }

    public override void Write(Utf8JsonWriter writer, Addressee value, JsonSerializerOptions options) => JsonSerializer.Serialize(
        writer,
        new KeptAddressee(value.Team.Value, value.User.Value, value.Channel?.Value, value.Thread?.Value, value.ResponseUrl),
        AddresseeJson.Default.KeptAddressee);
}

/// <summary>An addressee as it is kept.</summary>
internal sealed record KeptAddressee(string Team, string User, string? Channel, string? Thread, Uri? ResponseUrl);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KeptAddressee))]
internal sealed partial class AddresseeJson : JsonSerializerContext;
