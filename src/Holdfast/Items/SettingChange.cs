using Holdfast.Storage;

namespace Holdfast.Items;

/// <summary>A durable setting takes another value, or none. The last committed change counts.</summary>
/// <param name="Key">Its name; see <see cref="SettingKeys"/>.</param>
/// <param name="Value">Its value; null to remove it.</param>
public sealed record SettingChange(string Key, string? Value);
