using System.Text.Json.Serialization;
using Holdfast.Verbs;

namespace Holdfast.Hosting.Verbs;

/// <summary>What this folder gives to the host.</summary>
internal static class HostingVerbs
{
    /// <summary>Verbs about the whole server, and who does all of them.</summary>
    /// <param name="services">Where they are registered.</param>
    public static IServiceCollection AddHostingVerbs(this IServiceCollection services) => services
        .AddSingleton<VerbDesk>()
        .AddVerb<StatusVerb>("status", "Shows whether the server runs, what is wrong and what is waiting.")
        .AddVerb<LanesVerb>("lanes", "Shows what is waiting in each queue, and since when.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(IReadOnlyList<LaneQueueView>))]
internal sealed partial class HostingVerbsJson : JsonSerializerContext;
