using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Mochi.Language.Tests")]
