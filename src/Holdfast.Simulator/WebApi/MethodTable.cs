using System.Collections.Frozen;

namespace Holdfast.Simulator.WebApi;

/// <summary>Every method that is served. To add one: write it in its family's file and list it there.</summary>
internal sealed class MethodTable
{
    private readonly FrozenDictionary<string, ApiMethod> _methods = new ApiMethod[][]
    {
        [.. BasicMethods.All],
        [.. ChatMethods.All],
        [.. StreamMethods.All],
        [.. ConversationMethods.All],
        [.. HistoryMethods.All],
        [.. UserMethods.All],
        [.. UserLookUpMethods.All],
        [.. ReactionMethods.All],
        [.. AssistantMethods.All],
        [.. ViewMethods.All],
        [.. FileMethods.All],
        [.. UserGroupMethods.All],
        [.. SessionMethods.All],
        [.. SearchMethods.All],
    }.SelectMany(family => family).ToFrozenDictionary(method => method.Name);

    public ApiMethod? Find(string name) => _methods.GetValueOrDefault(name);
}
