using Holdfast.Simulator.Calls;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.WebApi;

/// <summary>The scopes of conversations: each kind has its own, and a method asks for that of the channel it is called for.</summary>
internal static class ChannelScopes
{
    private static readonly ChannelKind[] Kinds = [ChannelKind.Public, ChannelKind.Private, ChannelKind.GroupMessage, ChannelKind.DirectMessage];

    /// <summary>Those one of which must be there to be told of any conversation.</summary>
    public static IEnumerable<string> Read => Kinds.Select(kind => Of(kind, "read"));

    /// <summary>Those one of which must be there to read in any.</summary>
    public static IEnumerable<string> History => Kinds.Select(kind => Of(kind, "history"));

    /// <summary>Why a channel is kept from the token, or null.</summary>
    public static ApiError? Check(ApiCall call, ChannelKind kind, string right) => call.Has(Of(kind, right)) ? null : ApiError.MissingScope(Of(kind, right));

    public static string Of(ChannelKind kind, string right) => kind switch
    {
        ChannelKind.Public => $"channels:{right}",
        ChannelKind.Private => $"groups:{right}",
        ChannelKind.GroupMessage => $"mpim:{right}",
        ChannelKind.DirectMessage => $"im:{right}",
        _ => throw new InvalidOperationException($"No scope for {kind}."),
    };
}
