namespace Holdfast.Storage;

/// <summary>The reading side of settings.</summary>
public interface ISettingReader
{
    /// <summary>A setting's value as last committed; null when it has none.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<string?> GetSettingAsync(string key, CancellationToken cancellationToken);
}
