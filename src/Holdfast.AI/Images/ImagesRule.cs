using Holdfast.AI.OpenAI;
using Holdfast.Composition;
using Holdfast.Images;
using Microsoft.Extensions.Options;

namespace Holdfast.AI.Images;

/// <summary>Finds an image model without a key, and a key that would go where it does not belong.</summary>
internal sealed class ImagesRule(IOptions<ImageOptions> images, IOptions<OpenAIOptions> openAI) : IConfigurationRule
{
    private const string Key = $"Images:{nameof(ImageOptions.ApiKey)}";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Sections => ["Images"];

    /// <inheritdoc/>
    public IEnumerable<ConfigurationProblem> Problems()
    {
        var own = images.Value;
        if (own.BaseUrl is { } address && address is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            yield return new ConfigurationProblem("Images:BaseUrl", "Images:BaseUrl must begin with http:// or https://.");
        if (own.Model.Length == 0 || !string.IsNullOrEmpty(own.ApiKey))
            yield break;
        if (own.BaseUrl is not null)
            yield return new ConfigurationProblem(Key, $"{Key} is missing: with an address of its own the image model needs a key of its own. Endpoints that need none take any text.");
        else if (string.IsNullOrEmpty(openAI.Value.ApiKey))
            yield return new ConfigurationProblem(Key, $"{Key} is missing, and there is no OpenAI:ApiKey (OPENAI_API_KEY) that the image model could take.");
    }
}
