/** A program that knows no backend by name: whichever is on the module path is found by the URL. */
module dev.storageport.packaging {
    requires dev.storageport;
    requires static org.jspecify;

    exports dev.storageport.packaging;

    opens dev.storageport.packaging to
            com.fasterxml.jackson.databind;
}
