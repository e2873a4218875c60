namespace Holdfast.Http.Addresses;

/// <summary>A request that was not made, because of where it would have gone. Trying again changes nothing.</summary>
/// <param name="message">Why, in words that a model and people may read.</param>
public sealed class AddressRefusedException(string message) : HttpRequestException(message)
{
    /// <summary>Of an address that is not of the internet.</summary>
    internal static AddressRefusedException NotPublic() => new("That address is not public.");
}
